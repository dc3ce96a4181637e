"""Splink's own published settings for the data it publishes, and one of ours for data it has none for.

Taken from the Splink repository at e22dacdd (2026-08-06, five days after release 5.0.0). Two things differ everywhere,
and neither changes a score: the id column is called `id`, and the columns that only charts need are not retained,
which makes Splink faster and smaller than its pages do. A recipe takes the database, the table and a model file, and
gives a linker that is ready to predict.
"""

import json

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import ColumnExpression, DuckDBAPI, Linker, SettingsCreator, block_on

LEAN = {
    "unique_id_column_name": "id",
    "retain_matching_columns": False,
    "retain_intermediate_calculation_columns": False,
}

# As the pages for the larger data have it: faster, and the frequencies enter when pairs are scored.
FREQUENCIES_LATER = {"estimate_without_term_frequencies": True}


def train(linker: Linker, *blocked, **options) -> None:
    """One session of expectation maximisation per rule."""
    for rule in blocked:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, **options)


def historical_published_model(database: DuckDBAPI, table: str, model: str) -> Linker:
    """docs/demos/demo_settings/model_h50k.json, trained by Splink's authors: nothing is estimated here."""
    with open(model) as file:
        settings = {**json.load(file), **LEAN}
    return Linker(database.register(database.duckdb_con.read_parquet(table)), settings)


def historical_tutorial(database: DuckDBAPI, table: str, _model: None) -> Linker:
    """docs/demos/examples/duckdb/deduplicate_50k_synthetic, "Linking a dataset of real historical persons"."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        **LEAN,
    )
    records = database.duckdb_con.read_parquet(table).project(
        "*, first_name || ' ' || surname as first_name_surname_concat"
    )
    linker = Linker(database.register(records), settings)
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("first_name", "surname", "dob"),
            block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
            block_on("dob", "postcode_fake"),
        ],
        recall=0.6,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
    train(linker, block_on("first_name", "surname"), block_on("dob"), **FREQUENCIES_LATER)
    return linker


def fake_1000_quickstart(database: DuckDBAPI, table: str, _model: None) -> Linker:
    """README.md, "Quickstart". (It predicts with match weights above -10 only: the same clusters.)"""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("first_name", [0.9, 0.7]),
            cl.JaroAtThresholds("surname", [0.9, 0.7]),
            cl.DateOfBirthComparison(
                "dob",
                input_is_string=True,
                datetime_metrics=["year", "month"],
                datetime_thresholds=[1, 1],
            ),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        blocking_rules_to_generate_predictions=[block_on("first_name"), block_on("surname")],
        **LEAN,
    )
    linker = Linker(database.register(database.duckdb_con.read_parquet(table)), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    train(linker, block_on("first_name", "surname"), block_on("dob"))
    return linker


def fake_1000_tutorial(database: DuckDBAPI, table: str, _model: None) -> Linker:
    """docs/demos/tutorials/04_Estimating_model_parameters: the same data, other comparisons and wider blocking."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.LevenshteinAtThresholds(ColumnExpression("dob").cast_to_string(), 1),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "city"),
            block_on("surname"),
            block_on("dob"),
        ],
        **LEAN,
    )
    linker = Linker(database.register(database.duckdb_con.read_parquet(table)), settings)
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("first_name", "dob"),
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            block_on("email"),
        ],
        recall=0.7,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    train(linker, block_on("first_name", "surname"), block_on("dob"))
    return linker


def febrl4_detailed(database: DuckDBAPI, table: str, _model: None) -> Linker:
    """docs/demos/examples/duckdb/febrl4, the "detailed" model, on which that page bases its predictions."""
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison(
                "date_of_birth",
                input_is_string=True,
                datetime_format="%Y%m%d",
                invalid_dates_as_null=True,
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
                term_frequency_adjustments=True
            ),
        ],
        **LEAN,
    )
    both = database.duckdb_con.read_parquet(table)
    files = [
        database.register(both.filter(f"file = '{file}'").project("* exclude (file)"))
        for file in ("a", "b")
    ]
    linker = Linker(files, settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    train(linker, block_on("date_of_birth"), block_on("postcode"), **FREQUENCIES_LATER)
    return linker


def senzing_ours(database: DuckDBAPI, table: str, _model: None) -> Linker:
    """Splink publishes nothing for this data, so this is ours.

    There are 12,561 pairs in all, so every pair is scored and no match is lost to blocking; expectation maximisation
    runs over all of them too, with what Splink estimates beforehand (u, and how likely a match is) held fast: sessions on
    blocks of some dozen pairs leave most parameters untrained. Whatever many records may share (an office's e-mail,
    a house) is weighed by how common it is. Revised twice: from separate sessions to one, and the identifiers' weights from
    estimated to set. Levels and thresholds were not tuned on the labels.
    """
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=["1 = 1"],
        comparisons=[
            cl.CustomComparison(
                output_column_name="name",
                comparison_levels=[
                    cll.NullLevel("name_full"),
                    cll.ExactMatchLevel("name_full", term_frequency_adjustments=True),
                    cll.JaroWinklerLevel("name_full", 0.92),
                    cll.ColumnsReversedLevel("name_first", "name_last"),
                    cll.JaroWinklerLevel("name_full", 0.85),
                    cll.ExactMatchLevel("name_last", term_frequency_adjustments=True),
                    cll.JaroWinklerLevel("name_full", 0.7),
                    cll.ElseLevel(),
                ],
            ),
            cl.JaroWinklerAtThresholds("name_org", [0.8]),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.CustomComparison(
                output_column_name="phone",
                comparison_levels=[
                    cll.NullLevel("phone_tail"),
                    cll.ExactMatchLevel("phone_tail", term_frequency_adjustments=True),
                    cll.ElseLevel(),
                ],
            ),
            cl.ExactMatch("email").configure(term_frequency_adjustments=True),
            cl.CustomComparison(
                output_column_name="address",
                comparison_levels=[
                    cll.NullLevel("addr_text"),
                    cll.ExactMatchLevel("addr_text", term_frequency_adjustments=True),
                    cll.JaroWinklerLevel("addr_text", 0.9),
                    cll.JaroWinklerLevel("addr_text", 0.8),
                    cll.ElseLevel(),
                ],
            ),
            *(identifier(column) for column in IDENTIFIERS),
        ],
        **LEAN,
    )
    linker = Linker(database.register(database.duckdb_con.read_parquet(table)), settings)
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("name_last", "dob"),
            block_on("name_first", "phone_tail"),
            block_on("name_last", "email"),
            block_on("name_org", "addr_postal"),
            *(block_on(column) for column in IDENTIFIERS),
        ],
        recall=0.7,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    train(linker, "1 = 1", fix_probability_two_random_records_match=True, **FREQUENCIES_LATER)
    return linker


IDENTIFIERS = ("passport", "driver_license", "ssn", "national_id", "tax_id", "lei")


def identifier(column: str):
    """A number that one party holds: the same in nine of ten matches that have both, and hardly ever by chance.

    Held fast: the few pairs that have both are mostly matches here, so that sampling would take agreement for chance.
    """
    same = cll.ExactMatchLevel(column).configure(
        m_probability=0.9, fix_m_probability=True, u_probability=0.0001, fix_u_probability=True
    )
    other = cll.ElseLevel().configure(
        m_probability=0.1, fix_m_probability=True, u_probability=0.9999, fix_u_probability=True
    )
    return cl.CustomComparison(
        output_column_name=column, comparison_levels=[cll.NullLevel(column), same, other]
    )


recipes = {
    "historical-published-model": historical_published_model,
    "historical-tutorial": historical_tutorial,
    "fake-1000-quickstart": fake_1000_quickstart,
    "fake-1000-tutorial": fake_1000_tutorial,
    "febrl4-detailed": febrl4_detailed,
    "senzing-ours": senzing_ours,
}
