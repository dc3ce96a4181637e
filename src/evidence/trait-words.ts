/*
 * Words by which a note mentions a protected attribute of a person, in English, German, French and Spanish. All are written as
 * they are compared: small letters without accents. Written by hand for this purpose; no list of anybody else's.
 */

/** Peoples, languages and regions as adjectives and nouns. Whether a person is meant is for the words beside them to say. */
export const peopleWords: readonly string[] = [
  // English
  'afghan|albanian|algerian|american|angolan|argentine|argentinian|armenian|australian|austrian|azerbaijani|azeri',
  'bahraini|bangladeshi|belarusian|belgian|bolivian|bosnian|brazilian|british|bulgarian|burmese|cambodian|cameroonian',
  'canadian|chilean|chinese|colombian|congolese|croatian|cuban|cypriot|czech|danish|dominican|dutch|ecuadorian',
  'egyptian|emirati|eritrean|estonian|ethiopian|filipin[oa]|finnish|french|georgian|german|ghanaian|greek|guatemalan',
  'haitian|honduran|hungarian|indian|indonesian|iranian|iraqi|irish|israeli|italian|ivorian|jamaican|japanese|jordanian',
  'kazakh|kenyan|korean|kuwaiti|kyrgyz|lao|laotian|latvian|lebanese|liberian|libyan|lithuanian|malaysian|maltese|mexican',
  'moldovan|mongolian|moroccan|nepali|nepalese|nicaraguan|nigerian|norwegian|omani|pakistani|palestinian|panamanian',
  'paraguayan|peruvian|portuguese|qatari|romanian|russian|rwandan|salvadoran|saudi|scottish|senegalese|serbian',
  'singaporean|slovak|slovakian|slovenian|somali|spanish|sudanese|swedish|swiss|syrian|taiwanese|tajik|tanzanian|thai',
  'tunisian|turkish|turkmen|ugandan|ukrainian|uruguayan|uzbek|venezuelan|vietnamese|welsh|yemeni|zambian|zimbabwean',
  'african|arab|arabic|asian|caucasian|hispanic|latin[oax]|eastern european|european|middle eastern|oriental|slavic',
  'balkan|persian|kurdish|mandarin|cantonese|hindi|urdu|bengali|punjabi|tamil|telugu|tagalog|hebrew|farsi|pashto|swahili',
  'yoruba|hausa|igbo|south african|sri lankan|costa rican|new zealander|dprk',
  // German: adjectives with their endings, then nouns
  '(?:koreanisch|chinesisch|russisch|indisch|pakistanisch|nigerianisch|asiatisch|afrikanisch|arabisch|turkisch)(?:e[rsmn]?)?',
  '(?:polnisch|rumanisch|ukrainisch|vietnamesisch|japanisch|philippinisch|iranisch|irakisch|syrisch|amerikanisch)(?:e[rsmn]?)?',
  '(?:britisch|franzosisch|spanisch|italienisch|brasilianisch|mexikanisch|europaisch|osteuropaisch|auslandisch)(?:e[rsmn]?)?',
  '(?:koreaner|inder|pakistaner|afrikaner|araber|amerikaner|nigerianer|ukrainer|auslander|japaner|iraner|syrer)(?:in|innen|s|n)?',
  'chinesin|chinesen|russin|russen|asiate|asiaten|asiatin|turkin|franzose|franzosin|polin',
  // French
  'coreen(?:ne)?s?|chinois(?:e|es)?|russe|russes|indienne|indiennes|asiatiques?|africaine?s?|arabes?|turc|turque|polonaise?s?',
  'roumaine?s?|ukrainien(?:ne)?s?|vietnamien(?:ne)?s?|japonaise?s?|nigeriane?s?|pakistanaise?s?|philippine?s?|iranien(?:ne)?s?',
  'americaine?s?|britanniques?|espagnole?s?|italienne|bresilien(?:ne)?s?|mexicaine?s?|marocaine?s?|algerienne|tunisien(?:ne)?s?',
  'senegalaise?s?|europeen(?:ne)?s?|etrangere?s?',
  // Spanish
  'corean[oa]s?|chinos?|chinas|rus[oa]s?|asiatic[oa]s?|african[oa]s?|turc[oa]s?|polac[oa]s?|ruman[oa]s?|ucranian[oa]s?|vietnamitas?',
  'japones(?:a|es)?|nigerian[oa]s?|filipin[oa]s?|irani|estadounidenses?|frances(?:a|es)?|italian[oa]s?|brasilen[oa]s?|mexican[oa]s?',
  'marroqui|colombian[oa]s?|venezolan[oa]s?|europe[oa]s?|extranjer[oa]s?|pakistani',
]

/** Things that have a country or a language of their own: "a Chinese IP address" says nothing of a person. */
export const countryThings: readonly string[] = [
  'ip|ips|ipv4|ipv6|address|addresses|vpn|vpns|proxy|proxies|exit|exits|server|servers|host|hosts|hosting|hoster|provider|providers',
  'isp|isps|carrier|carriers|network|networks|asn|phone|phones|number|numbers|sim|sims|mobile|line|prefix|bank|banks|account|accounts',
  'iban|card|cards|wallet|exchange|exchanges|company|companies|firm|firms|employer|employers|client|clients|customer|customers|office',
  'offices|branch|site|sites|website|websites|portal|platform|platforms|marketplace|store|shop|shops|retailer|domain|domains|mailbox',
  'email|mail|timezone|timezones|time|clock|hours|holiday|holidays|law|laws|market|markets|subsidiary|entity|payroll|payee|business',
  'agency|agencies|vendor|vendors|supplier|warehouse|forwarder|forwarders|freight|courier|post|postal|postcode|delivery|shipping',
  'shipment|parcel|cloud|region|datacenter|datacentre|infrastructure|traffic|connection|connections|node|nodes|gateway|location',
  'geolocation|tax|currency|payment|payments|payout|payouts|authorities|police|express|airlines|advisory|advisories|threat|actor|actors',
  'apt|malware|campaign|sanctions|regime|scheme|schemes|indicators|indicator|ioc|iocs|it|sector|government|dollar|dollars|plug|adapter',
  'contract|contracts|version|translation|team|project|gdp|stock|api|registrar|tld|airport|hotel|coworking|flag',
  // German
  'adresse|adressen|nummer|nummern|vorwahl|telefonnummer|mobilnummer|handynummer|konto|konten|karte|anbieter|firma|firmen|unternehmen',
  'kunde|kunden|seite|zeitzone|zeit|lieferadresse|paket|netz|rechenzentrum|standort|rufnummer|zahlung|steuer|vertrag|version',
  // French and Spanish, where the thing stands before
  'numero|telephone|telefono|operateur|operador|banque|banco|compte|cuenta|carte|tarjeta|societe|entreprise|empresa|client|cliente|site',
  'sitio|fuseau|heure|horaire|hora|horario|serveur|servidor|fournisseur|proveedor|adresse|direccion|reseau|red|domaine|dominio|bureau',
  'oficina|colis|paquete|livraison|envio|filiale|filial|marche|mercado|contrat|contrato|monnaie|moneda|prefijo|indicatif',
]

/** Words beside which a people-word always means the person: how one speaks, looks, is called or where one was born. */
export const personNouns: readonly string[] = [
  'accent|accents|accented|speaker|speakers|speaking|language|languages|national|nationals|citizen|citizens|passport|origin|origins',
  'descent|heritage|ancestry|background|man|men|woman|women|guy|guys|girl|boy|lady|person|people|male|female|face|faces|features|looking',
  'sounding|name|names|surname|voice|voices|keyboard|born|born|native|university|school|degree|candidate|applicant|worker|workers',
  'akzent|name|gesicht|stimme|pass|herkunft|muttersprache|bewerber|nom|visage|voix|passeport|origine|nombre|cara|voz|pasaporte|origen',
]

/** Things that have an age: "the account is 12 years old". */
export const agedThings: readonly string[] = [
  'account|accounts|domain|domains|mailbox|mailboxes|email|mail|github|gitlab|linkedin|profile|profiles|repo|repos|repository|commit',
  'commits|device|devices|laptop|laptops|computer|machine|phone|number|certificate|cert|session|token|password|cookie|listing|posting',
  'wallet|card|company|business|firm|site|website|page|photo|photos|picture|pictures|image|cv|resume|document|documents|version|os',
  'software|browser|driver|record|records|ticket|file|files|address|history|code|image|backup|key|event|log|data|entry|handle|website',
  'konto|kontos|postfach|gerat|gerats|profil|datei|firma|foto|bild|lebenslauf|version|seite|nummer|vertrag',
  'compte|comptes|domaine|boite|appareil|ordinateur|entreprise|societe|site|fichier|photo|adresse',
  'cuenta|cuentas|dominio|buzon|correo|dispositivo|ordenador|portatil|perfil|empresa|sitio|archivo|foto',
]

/** Mentions by themselves, whatever stands beside them. */
export const mentions: readonly string[] = [
  // Nationality, birth, immigration
  'nationalit(?:y|ies)|national origin|citizenships?|citizens?(?! (?:bank|developer|developers|portal|app|services?)\\b)|foreign(?:er|ers)|foreign national',
  'foreign[- ](?:born|looking|sounding)|immigra(?:nt|nts|tion)|refugees?|asylum(?: seeker)?|green card|h-?1b|residence permit|work (?:permit|authori[sz]ation)',
  'permanent resident|naturali[sz]ed|(?:date|place|country|city|year) of birth|birth ?(?:date|place|year|day|country)s?|dob|birthdays?|(?:was|were|is) born|born in|born on|born \\d{4}|native of',
  // Language
  'native[- ](?:\\w+[- ])?(?:speakers?|language|tongue|english|fluency|level)|non-?native|mother tongue|(?:first|second) language(?! (?:features?|server|model|in the ide)\\b)|(?:hangul|kanji)|(?:another|other|foreign|different|unknown|strange) languages?',
  'language (?:barrier|skills?|level|problems?|proficiency)|(?:broken|poor|bad|weak|limited|terrible|basic|rough|fluent|perfect|flawless|good|great|excellent|decent|strong|heavy|thick|impeccable|clear|little|no|accented|spoken) english',
  'english (?:level|skills?|proficiency|ability|fluency|accent|pronunciation|grammar|speaking|speaker|sounded|seems?|seemed)|english (?:is|was)(?: \\w+)? (?:poor|bad|weak|broken|good|fluent|perfect|limited|terrible|excellent|rough|hard|weaker|worse|better|great)',
  '(?:speaks?|spoke|speaking|understands?|understood|understanding)(?: \\w+)? english|fluent in english|pronunciation|(?:english|western)[- ](?:sounding|looking)?[ -]?name',
  // Accent; emphasis and typography are not one
  '(?<!\\b(?:put|puts|putting|placed?|places|lay|lays|laid|sets?|acute|grave|circumflex)(?: (?:an|the|some|more|much|all))*(?: l)? )accents?(?! (?:colou?rs?|marks?|wall|light|lights|theme|aigus?|graves?|circonflexes?|tonique|characters?|chart|sur)\\b)',
  'accented (?:speech|voice|english)|(?:heavily|strongly|thickly|slightly|noticeably) accented',
  // Race, looks
  'ethnic(?:ity|ities|ally)?|racial(?:ly)?|(?:his|her|their|candidate s|applicant s|different|same|another)(?: \\w+)? race(?! condition)|skin (?:colou?r|tone)|(?:dark|light|brown|black|white|fair)[- ]skin(?:ned)?|complexion',
  '(?:black|white|brown)[- ](?:man|woman|guy|person|male|female|candidate|applicant|girl|lady|dude|people)',
  // Age
  '(?:in|mid|early|late|his|her|their)[- ](?:teens|twenties|thirties|forties|fifties|sixties|seventies|[2-7]0s)(?! of)|elderly|middle[- ]aged|teenage(?:r|rs|d)?|underage|aged [1-9]\\d|(?:young|old|older|younger) (?:man|woman|guy|lady|person|candidate|applicant|girl|boy|gentleman)',
  // Sex, family, faith
  'gender(?!-neutral)|sexual orientation|gay|lesbian|homosexual|(?:is|was|were|not) an? (?:wo)?man|(?:transgender|non-?binary)|pregnan(?:t|cy)|(?:fe)?males?(?! (?:connectors?|plugs?|headers?|adapters?|ports?|ends?|to)\\b)|(?:his|her|their|different|opposite|same|candidate s|applicant s) sex|marital status|(?:un|is |was |not )married|divorced',
  'religions?|religious(?!ly)|muslims?|islamic|jewish|hindus?|buddhist|sikh|christian (?:faith|church|religion)|mosque|synagogue|ramadan|hijab|headscarf|turban',
  // Health
  'disabilit(?:y|ies)|disabled (?:person|people|candidate|applicant|employee|worker|veteran)|(?:he|she|they|candidate|applicant|employee|person|worker)(?: is| s| was| are| seems?)(?: \\w+)? disabled|wheelchair|autis(?:m|tic)',
  '(?:he|she|candidate|applicant|interviewee|person)(?: \\w+)? (?:stutter|stammer)(?:s|ed|ing)?|(?:has|had|with) a (?:\\w+ )?(?:stutter|stammer|lisp)|speech impediment|hearing aid|hard of hearing|is deaf|(?:he|she|candidate|applicant|person) (?:is|was) (?:legally )?blind|mental (?:illness|health)|(?:maternity|paternity|parental|medical|sick|family) leave|voice pitch|pitch of (?:his|her|their) voice',
  // German
  '(?<!setzt |setzte |setzen )akzente?(?! (?:auf|farbe|setzen|gesetzt)\\b)|akzentfrei|muttersprach\\w*|(?:gebrochene?|schlechte?|schwache?|gute?|fliessende?|perfekte?|kaum|kein|wenig)[smnr]?(?: \\w+)? (?:deutsch|englisch)|(?:deutsch|englisch|sprach)(?:kenntnisse|niveau)',
  '(?:spricht|sprach|redet|redete)(?: \\w+)? (?:deutsch|englisch)|deutsch(?:er|e)? (?:akzent|staatsangehorig\\w*)|nationalitat|staatsangehorig\\w*|staatsburger\\w*|geburts(?:ort|land|datum|tag|jahr)|geboren|migrationshintergrund|arbeitserlaubnis|aufenthalts(?:titel|erlaubnis|status)|visum',
  'hautfarbe|ethnisch\\w*|(?:sein|seinem|ihr|ihrem|dem|das|vom|hohes|fortgeschrittenen) alter(?! (?:des|der|vom) (?:kontos?|domain|postfachs?|gerats?|profils?|firma|laptops?)\\b)|mitte (?:zwanzig|dreissig|vierzig|funfzig|20|30|40|50)|geschlecht|weiblich\\w*|mannlich\\w*|behindert\\w*|behinderung|schwanger\\w*|elternzeit|krankgeschrieben|muslimisch\\w*|judisch\\w*|religios\\w*',
  // French
  'langue maternelle|locuteur natif|parl(?:e|ait|er)(?: \\w+)? (?:francais|anglais)|(?:francais|anglais) (?:approximatif|mauvais|limite|courant|hesitant|parfait|faible|moyen)|niveau d anglais|bon anglais|mauvais anglais|nationalite|citoyennete|(?:lieu|date|pays|annee) de naissance',
  'titre de sejour|permis de travail|immigree?s?|couleur de peau|origine ethnique|la (?:vingtaine|trentaine|quarantaine|cinquantaine|soixantaine)|handicape?e?s?|est enceinte|musulmane?s?|juif|juive|conge (?:maternite|maladie|parental)|(?:de|son|du) sexe|homme|femme',
  // Spanish
  '(?:parece|acento|aspecto|mujer|voz|es|era) china|(?<!\\b(?:pone|puso|poner|pon)(?: el)? )acento(?! (?:grafico|ortografico|en (?:la|el|los|las) (?:entrega|calidad|seguridad))\\b)|lengua materna|idioma materno|hablante nativo|(?:habla|hablaba|hablando|hablar)(?: \\w+)? (?:ingles|espanol)|(?:mal|buen|poco|perfecto) (?:ingles|espanol)',
  'ingles (?:malo|limitado|basico|fluido|perfecto|pobre|flojo)|nivel de ingles|nacionalidad|ciudadania|nacio en|nacid[oa] en|(?:lugar|fecha|pais|ano) de nacimiento|inmigrantes?|permiso de (?:trabajo|residencia)|visado|color de piel|(?:treinta|cuarenta|cincuenta) y tantos|(?:su|de) sexo|discapacidad|discapacitad[oa]|embarazada|musulman[a]?|judi[oa]|baja (?:medica|por maternidad)',
]

/** Words for "of such an age", held against the thing before them. */
export const ageMentions: readonly string[] = [
  'age|ages|\\d\\d[- ]years?[- ]old|\\d\\d ?(?:yo|y/o)|(?:too|very|quite|rather|fairly|so|much|far|really|looks?|looked|seems?|seemed|sounds?|sounded|appears?|appeared)(?: (?:much|too|very|quite|rather|a bit|far|to be|way))* (?:old|older|young|younger)',
  '\\d\\d jahre alt|(?:zu|sehr|deutlich|wirkt|ziemlich)(?: \\w+)? (?:alt|jung|alter|junger)|\\d\\d ans|(?:trop|tres|assez|plus) (?:vieux|vieille|jeune|agee?)|agee? de',
  '\\d\\d anos|edad|(?:muy|demasiado|mas) (?:mayor|joven|viej[oa])',
]

/** After "age", what makes it a word of something else. */
export const otherAges =
  /^ (?:gap analysis|gate|verification|check)|^ of (?:ai|the internet|information)/

/** What a sentence about where a person is from has before its country. */
export const fromCountry =
  /\b(?:(?:originally|actually|really|hails?|comes?|came|family|relatives|citizen|national|native|immigrated|emigrated) (?:from|of)|(?:raised|educated|studied|grew up|schooled) in|(?:university|college|school|degree|diploma|graduated)(?: \w+){0,2} (?:in|from)|(?:he|she|they|candidate|applicant|person|guy|man|woman|employee|worker|interviewee|who)(?: is|'s| s| was| were| are| looks?| looked| seems?| seemed| sounds?| sounded| appears?| appeared)(?: to be| like)?(?: (?:he|she|they|is|are|was|not|probably|clearly|really))* from|kommt aus|stammt aus|geboren in|vient (?:de|du|d)|originaire (?:de|du|d)|nee? (?:en|au|a)|viene de|es de|originari[oa] de) (?:the |la |el |l )?(?=((?:\p{L}+ ?){1,3}))/gu
