/**
 * The page kit is what every page of HTML has from Ringer: one escaping, one set of typefaces and
 * colours, one frame with its marks, exhibits with their data tables, one script.
 * Reads   the typefaces, and the style files beside this one
 * Writes  nothing: it returns text
 * Next    reporting/, evaluation/ and cli/ fill it; what only one of them draws stays there
 */
export { type DataTable, dataTable } from './data-table.ts'
export { type Canvas, colours, draw } from './drawing.ts'
export { type Exhibit, exhibitMarkup } from './exhibit.ts'
export { capitalized, countText, THIN } from './figures.ts'
export { exhibitsPage, masthead, plainPage } from './frame.ts'
export { embeddedJson, html, type Markup, trusted, visible } from './markup.ts'
export { paperStyle } from './paper.ts'
export { tableKeys } from './table-keys.ts'
export { tlpAllows, tlpMark } from './tlp.ts'
