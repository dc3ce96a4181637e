import { tableOf } from './word-table.ts'

/** Names and codes of the states that an address may name, by country (ISO 3166-2). */
export const states: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  US: tableOf(`
    al: alabama ala
    ak: alaska
    az: arizona ariz
    ar: arkansas ark
    ca: california calif cal
    co: colorado colo
    ct: connecticut conn
    de: delaware del
    dc: districtofcolumbia
    fl: florida fla
    ga: georgia
    hi: hawaii
    id: idaho
    il: illinois ill
    in: indiana ind
    ia: iowa
    ks: kansas kans kan
    ky: kentucky
    la: louisiana
    me: maine
    md: maryland
    ma: massachusetts mass
    mi: michigan mich
    mn: minnesota minn
    ms: mississippi miss
    mo: missouri
    mt: montana mont
    ne: nebraska nebr neb
    nv: nevada nev
    nh: newhampshire
    nj: newjersey
    nm: newmexico
    ny: newyork
    nc: northcarolina
    nd: northdakota
    oh: ohio
    ok: oklahoma okla
    or: oregon oreg ore
    pa: pennsylvania penna penn
    pr: puertorico
    ri: rhodeisland
    sc: southcarolina
    sd: southdakota
    tn: tennessee tenn
    tx: texas tex
    ut: utah
    vt: vermont
    va: virginia
    wa: washington wash
    wv: westvirginia
    wi: wisconsin wis wisc
    wy: wyoming wyo
    ae:
    ap:
    aa:
  `),
  CA: tableOf(`
    ab: alberta alta
    bc: britishcolumbia
    mb: manitoba man
    nb: newbrunswick
    nl: newfoundlandandlabrador newfoundland
    ns: novascotia
    nt: northwestterritories
    nu: nunavut
    on: ontario ont
    pe: princeedwardisland pei
    qc: quebec que pq
    sk: saskatchewan sask
    yt: yukon
  `),
  AU: tableOf(`
    act: australiancapitalterritory
    nsw: newsouthwales
    nt: northernterritory
    qld: queensland
    sa: southaustralia
    tas: tasmania
    vic: victoria vict
    wa: westernaustralia
  `),
  IN: tableOf(`
    andhrapradesh: ap
    assam:
    bihar:
    chandigarh:
    chhattisgarh: cg
    delhi: dl
    goa:
    gujarat: gj
    haryana: hr
    himachalpradesh: hp
    jharkhand: jh
    karnataka: ka
    kerala: kl
    madhyapradesh: mp
    maharashtra: mh
    odisha: orissa od
    punjab: pb
    rajasthan: rj
    tamilnadu: tn
    telangana: ts tg
    uttarpradesh: up
    uttarakhand: uk
    westbengal: wb
  `),
}
