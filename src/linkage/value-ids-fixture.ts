/**
 * Rows of `kind, detail, value` with ids for tests, as the evidence gives them: an account is told apart by its service,
 * and a picture's id is its perceptual hash.
 */
export const withValueIdsSql = (rows: string): string =>
  `select *, case kind when 'photo' then try_cast('0x' || value as bigint)
      when 'handle' then (md5_number_lower(detail || ' ' || value) >> 1)::bigint
      else (md5_number_lower(value) >> 1)::bigint end as value_id
   from (${rows})`
