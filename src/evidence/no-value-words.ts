/**
 * What people, forms and programs write into a field that must be filled when there is no value: lower case, without
 * enclosing marks. By language of the exports that are read; data only.
 */
export const noValueWords: ReadonlySet<string> = new Set(
  `n/a, na, n.a, n\\a, n-a, n_a, none, no, nil, null, nul, undefined, unknown, unkown, unspecified, missing, absent, nan, nat,
   blank, empty, void, invalid, private, hidden, redacted, removed, deleted, anonymized, anonymised, withheld,
   confidential, tbd, tba, tbc, pending, test, dummy, yes, same, ditto,
   not applicable, not available, not provided, not given, not known, not specified, not set, not stated, not disclosed,
   not recorded, no data, no value, no entry, no answer, no email, no e-mail, no phone, no mobile, no number,
   no phone number, no address, no account, see above, see cv, see resume, see profile, as above, same as above,
   upon request, on request, ask me, do not call, do not contact, does not have, has none, to be confirmed,
   to be determined, to be announced, prefer not to say,
   k.a, k. a, ka, kein, keine, keiner, keines, keins, entfällt, entfaellt, unbekannt, nicht vorhanden, nicht bekannt,
   nicht angegeben, nicht verfügbar, nicht zutreffend, keine angabe, keine angaben, ohne, leer, siehe oben,
   siehe lebenslauf, dito,
   aucun, aucune, néant, neant, inconnu, inconnue, non renseigné, non renseigne, non renseignée, non communiqué,
   non communique, non disponible, non applicable, sans objet, pas de téléphone, pas d'email, s.o, n.c, idem, vide,
   ninguno, ninguna, nulo, desconocido, desconocida, sin dato, sin datos, sin correo, sin email, sin teléfono,
   sin telefono, no aplica, no tiene, no disponible, no consta, s/d, vacío, vacio,
   nenhum, nenhuma, desconhecido, desconhecida, não informado, nao informado, não possui, nao possui, não se aplica,
   nao se aplica, sem dados, sem email, sem telefone, n/d, n.d, vazio,
   nessuno, nessuna, sconosciuto, sconosciuta, non disponibile, non specificato, non applicabile, non noto, vuoto, assente,
   geen, onbekend, niet bekend, niet beschikbaar, niet opgegeven, niet van toepassing, n.v.t, nvt,
   brak, nieznany, nieznane, nieznana, nie dotyczy, nie podano, brak danych,
   ingen, inget, inga, okänd, okand, ukjent, ukendt, saknas, ej angivet, ej tillämpligt, ikke oppgitt, ikke oplyst,
   ei ole, ei tiedossa, puuttuu, tuntematon,
   není, neni, žádný, zadny, neznámý, neznamy, neuvedeno, nincs, ismeretlen, niciunul, necunoscut,
   yok, bilinmiyor, belirtilmemiş, boş,
   нет, неизвестно, неизвестен, отсутствует, пусто, не указан, не указано, не указана, нет данных, н/д, немає, невідомо,
   لا يوجد, غير معروف, غير متوفر,
   なし, 無し, 不明, 未記入, 未入力, 該当なし,
   无, 無, 不详, 未知, 没有, 暂无, 未提供, 空,
   없음, 미상, 해당없음, 해당 없음, 모름`
    .split(',')
    .map((phrase) => phrase.replace(/\s+/g, ' ').trim().normalize('NFKC')),
)
