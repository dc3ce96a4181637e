import { join } from 'node:path'
import { quoteText } from '../../src/sql/index.ts'

/**
 * The records of the Senzing truth set (customers, reference, watchlist) in the columns of one table, with
 * the label in `cluster`. Cleaning is what any loader of such files would do, the same for both programs:
 * what one file calls by another name comes into one column, and values into one spelling. Relations
 * between records (`REL_…`), amounts, categories and dates of entry are left out.
 */
export const senzingRecords = (folder: string): string => `
  with raw as (${['customers', 'reference', 'watchlist']
    .map(
      (file) => `select * from read_csv(${quoteText(join(folder, `${file}.csv`))},
      all_varchar = true, strict_mode = true)`,
    )
    .join(' union all by name ')}),
  named as (select *, ${nameColumns} from raw),
  addressed as (select *, ${addressColumns} from named)
  select ${recordColumns}, truth.cluster_id as cluster
  from addressed join read_csv(${quoteText(join(folder, 'actual_truthset_key.csv'))}, all_varchar = true) truth
    using (data_source, record_id)`

/** Lower case, accents and punctuation gone, single spaces; null where nothing is left. */
const plain = (value: string): string =>
  `nullif(trim(regexp_replace(
    regexp_replace(replace(strip_accents(lower(${value})), 'ß', 'ss'), '[''’.]', '', 'g'),
    '[^\\p{L}\\p{N}]+', ' ', 'g')), '')`

const alone = (value: string): string => `nullif(trim(${value}), '')`
const digits = (value: string): string => `nullif(regexp_replace(${value}, '\\D', '', 'g'), '')`
const code = (value: string): string =>
  `nullif(regexp_replace(upper(${value}), '[^A-Z0-9]', '', 'g'), '')`

/** `Hughes, Howie` is turned round; a name in parts is put together; a single full name gives its outer words as parts. */
const nameColumns = `
  ${plain(`coalesce(regexp_replace(primary_name_full, '^([^,]+),\\s*(.+)$', '\\2 \\1'),
    nullif(trim(concat_ws(' ', primary_name_first, primary_name_middle, primary_name_last)), ''))`)} as full_text,
  '\\s+(jr|junior|sr|senior|i|ii|iii|iv)$' as suffix_pattern,
  regexp_replace(full_text, suffix_pattern, '') as bare_name`

/**
 * Some lines hold the whole address: so the text of all of it is the column that is always comparable. What
 * the line already says is not said again.
 */
const addressColumns = `
  ${plain('coalesce(addr_full, addr_line1)')} as addr_line,
  concat_ws(' ', addr_line, ${['addr_city', 'addr_state', 'addr_postal_code']
    .map(
      (
        part,
      ) => `case when not contains(concat(' ', addr_line, ' '), concat(' ', ${plain(part)}, ' '))
        then ${plain(part)} end`,
    )
    .join(', ')}) as whole_address,
  nullif(whole_address, '') as addr_text`

/**
 * Dates come as ISO, month/day/year, day-month-year with the month's name, and `Mar 1 1970`. Slashes are
 * month first, and day first only where the month would be above 12. A year of two digits that would
 * lie after 2025 belongs to the century before (the records are of 2020 and before).
 */
const dateOfBirth = `
  (with parsed as (select case
      when date_of_birth ~ '^\\d{4}-\\d{2}-\\d{2}$' then try_strptime(date_of_birth, '%Y-%m-%d')
      when date_of_birth ~ '^\\d{1,2}/\\d{1,2}/\\d{4}$' then coalesce(
        try_strptime(date_of_birth, '%m/%d/%Y'), try_strptime(date_of_birth, '%d/%m/%Y'))
      when date_of_birth ~ '^\\d{1,2}/\\d{1,2}/\\d{2}$' then coalesce(
        try_strptime(date_of_birth, '%m/%d/%y'), try_strptime(date_of_birth, '%d/%m/%y'))
      when date_of_birth ~ '^\\d{1,2}-[A-Za-z]{3}-\\d{2}$' then try_strptime(date_of_birth, '%d-%b-%y')
      else try_strptime(date_of_birth, '%b %d %Y') end as day)
  select strftime(case when year(day) > 2025 then day - interval 100 year else day end, '%Y-%m-%d')
  from parsed)`

const email = `nullif(regexp_extract(lower(email_address), '[^\\s<>"]+@[^\\s<>"]+'), '')`

/** The last group of five or six digits where the file does not say which part is the postal code. */
const postal = `coalesce(${code('addr_postal_code')}, nullif(regexp_extract(addr_text, '^.*\\b(\\d{5,6})\\b', 1), ''))`

const gender = `case upper(left(trim(gender), 1)) when 'M' then 'm' when 'F' then 'f' end`

const recordColumns = `
  data_source || '-' || record_id as id,
  lower(record_type) as record_type,
  coalesce(${plain('primary_name_first')}, nullif(regexp_extract(bare_name, '^(\\S+)\\s', 1), '')) as name_first,
  ${plain('primary_name_middle')} as name_middle,
  coalesce(regexp_replace(${plain('primary_name_last')}, suffix_pattern, ''),
    nullif(regexp_extract(bare_name, '\\s(\\S+)$', 1), '')) as name_last,
  nullif(regexp_extract(full_text, suffix_pattern, 1), '') as name_suffix,
  bare_name as name_full,
  ${alone('native_name_full')} as name_native,
  ${plain('primary_name_org')} as name_org,
  ${plain('secondary_name_org')} as name_org_other,
  ${gender} as gender,
  ${dateOfBirth} as dob,
  ${digits('phone_number')} as phone,
  right(${digits('phone_number')}, 7) as phone_tail,
  ${email} as email,
  addr_line,
  ${plain('addr_city')} as addr_city,
  ${plain('addr_state')} as addr_state,
  ${postal} as addr_postal,
  ${plain('addr_country')} as addr_country,
  addr_text,
  ${code('passport_number')} as passport,
  ${code('drivers_license_number')} as driver_license,
  ${digits('ssn_number')} as ssn,
  ${code('national_id_number')} as national_id,
  ${code('tax_id_number')} as tax_id,
  ${code('lei_number')} as lei,
  ${plain('employer')} as employer`
