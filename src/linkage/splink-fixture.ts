/** A small model as Splink saves it, written by us; what is given takes the place of its first condition or second rule. */
export const splinkModel = ({
  condition = '"surname_l" = "surname_r"',
  rule = 'l.surname = r.surname',
} = {}): object => ({
  link_type: 'dedupe_only',
  probability_two_random_records_match: 0.2,
  blocking_rules_to_generate_predictions: [
    { blocking_rule: 'l."City" = r."City"', sql_dialect: 'duckdb' },
    rule,
  ],
  comparisons: [
    {
      output_column_name: 'surname',
      comparison_levels: [
        { sql_condition: '"surname_l" is null or "surname_r" is null', is_null_level: true },
        {
          sql_condition: condition,
          label_for_charts: 'the same',
          m_probability: 0.8,
          u_probability: 0.1,
          tf_adjustment_column: 'surname',
          tf_adjustment_weight: 0.5,
        },
        {
          sql_condition: 'jaro_winkler_similarity("surname_l", "surname_r") >= 0.9',
          m_probability: 0.15,
        },
        // Never seen by chance: Splink has a zero there.
        {
          sql_condition: '"surname_l" = upper("surname_r")',
          m_probability: 0.01,
          u_probability: 0,
        },
        { sql_condition: 'ELSE', m_probability: 0.05, u_probability: 0.8 },
      ],
    },
  ],
})
