"""Splink settings by the kind of table. Facts about each: how the columns are
compared, which pairs are looked at, what u and m are estimated from, and the
probability at which pairs are joined."""

HISTORICAL = "historical"
LISTS = "lists"


def historical(splink, cl):
    """As Splink's documentation links its 50,000 historical figures."""
    block_on = splink.block_on
    rules = [
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
    ]
    comparisons = [
        cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    ]
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=rules,
        comparisons=comparisons,
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    sure = [
        block_on("first_name", "surname", "dob"),
        block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
        block_on("dob", "postcode_fake"),
    ]
    return settings, sure, 0.6, [block_on("first_name", "surname"), block_on("dob")], 0.95


def lists(splink, cl):
    """Lists of detainees as gen_lists.py makes them."""
    block_on = splink.block_on
    first = "split_part(full_name, ' ', 1)"
    rules = [
        block_on("full_name"),
        block_on(first, "birth_year", "governorate"),
        block_on(first, "arrest_date"),
        block_on(first, "place"),
        block_on("arrest_date", "place", "birth_year"),
        block_on("mother_name", "governorate"),
    ]
    comparisons = [
        cl.JaroWinklerAtThresholds("full_name", [0.95, 0.88, 0.8]),
        cl.JaroWinklerAtThresholds("mother_name", [0.92, 0.85]),
        cl.ExactMatch("sex"),
        cl.ExactMatch("birth_year"),
        cl.ExactMatch("governorate").configure(term_frequency_adjustments=True),
        cl.ExactMatch("place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("arrest_date"),
    ]
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        blocking_rules_to_generate_predictions=rules,
        comparisons=comparisons,
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    sure = [block_on("full_name", "birth_year"), block_on("full_name", "arrest_date")]
    return settings, sure, 0.3, [block_on("full_name"), block_on("arrest_date", "place")], 0.95


KINDS = {
    HISTORICAL: (historical, "unique_id", "people-latin"),
    LISTS: (lists, "record_id", "detainees"),
}
