"""The registry of problem codes: how severe each is, and which reason its rows receive."""

from __future__ import annotations

from dataclasses import dataclass

from scnvariation.contract.reasons import STRICT_REASONS
from scnvariation.messages.consistency import CONSISTENCY_TEXTS
from scnvariation.messages.reading import TEXTS, Text
from scnvariation.messages.reading_books import BOOK_TEXTS
from scnvariation.messages.reading_files import FILE_TEXTS
from scnvariation.messages.reading_fingertips import FINGERTIPS_TEXTS
from scnvariation.messages.reading_periods import PERIOD_TEXTS
from scnvariation.messages.reading_places import PLACE_TEXTS
from scnvariation.messages.reading_published import PUBLISHED_TEXTS

__all__ = ["REGISTRY", "ProblemKind"]


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What a problem code means for the row it stands on.

    Attributes
    ----------
    code : str
        The problem code.
    severity : str
        `E` refuses, `W` warns and goes on, `N` is a note.
    reason : str
        The reason code that the row receives where it is not refused; empty if the row is used.
    known_layout : str
        Severity in the layout of a known publisher, whose own errors do not stop its file.
    refusing : tuple of str
        Wordings under which a warning refuses, except in the layout of a known publisher.
    """

    code: str
    severity: str
    reason: str = ""
    known_layout: str = ""
    refusing: tuple[str, ...] = ()

    def judged(self, *, known_layout: bool, variant: str = "") -> tuple[str, str]:
        """Give severity and reason code in this kind of layout, for this wording."""
        if variant in self.refusing:
            return ("W", "inconsistent_source") if known_layout else ("E", "")
        if known_layout and self.known_layout:
            return self.known_layout, "inconsistent_source"
        return self.severity, self.reason

    def when_strict(self, severity: str) -> str:
        """Give the severity under `strict=True`: warnings and rows not computed stop."""
        return "E" if severity == "W" or self.reason in STRICT_REASONS else severity

    def text(self, variant: str = "") -> Text:
        """Give the words, in the wording asked for."""
        key = f"{self.code}:{variant}" if variant else self.code
        return _ALL_TEXTS[key]


_ALL_TEXTS = {
    **TEXTS,
    **FILE_TEXTS,
    **PUBLISHED_TEXTS,
    **CONSISTENCY_TEXTS,
    **FINGERTIPS_TEXTS,
    **PERIOD_TEXTS,
    **PLACE_TEXTS,
    **BOOK_TEXTS,
}

# In the order in which problems of one row are shown.
_KINDS = (
    ProblemKind("layout", "N"),
    ProblemKind("encoding", "N"),
    ProblemKind("unreadable_text", "E"),
    ProblemKind("double_encoding", "W"),
    ProblemKind("separator", "N"),
    ProblemKind("header_found", "N"),
    ProblemKind("line_ends", "N"),
    ProblemKind("header_trimmed", "N"),
    ProblemKind("no_header", "E"),
    ProblemKind("row_numbers_dropped", "N"),
    ProblemKind("table_located", "N"),
    ProblemKind("unnamed_column", "N"),
    ProblemKind("several_tables", "E"),
    ProblemKind("other_layout", "E"),
    ProblemKind("sheets_read", "N"),
    ProblemKind("blocks_joined", "N"),
    ProblemKind("blocks_unclear", "E"),
    ProblemKind("sheet_not_read", "W"),
    ProblemKind("alias", "N"),
    ProblemKind("note_row", "N", "note_row"),
    ProblemKind("merged_cells", "E"),
    ProblemKind("ragged_long", "E"),
    ProblemKind("ragged_all", "E"),
    ProblemKind("ragged_short", "W", "missing"),
    ProblemKind("open_quote", "E"),
    ProblemKind("nul_byte", "E"),
    ProblemKind("no_rows", "E"),
    ProblemKind("duplicate_column", "E"),
    ProblemKind("wrong_extension", "E"),
    ProblemKind("unsupported_workbook", "E"),
    ProblemKind("which_sheet", "E"),
    ProblemKind("truncated", "E"),
    ProblemKind("not_parquet", "E"),
    ProblemKind("too_large_inside", "E"),
    ProblemKind("too_large", "E"),
    ProblemKind("columns_skipped", "N"),
    ProblemKind("two_line_header", "E"),
    ProblemKind("hidden_read", "W"),
    ProblemKind("formula_no_value", "E"),
    ProblemKind("mixed_units", "E"),
    ProblemKind("unknown_domain", "E"),
    ProblemKind("ragged_block", "E"),
    ProblemKind("long_mixed", "E"),
    ProblemKind("patient_level", "E"),
    ProblemKind("pickle_refused", "E"),
    ProblemKind("cannot_open", "E"),
    ProblemKind("no_network", "E"),
    ProblemKind("missing_extra", "E"),
    ProblemKind("missing_column", "E"),
    ProblemKind("missing_heading", "E"),
    ProblemKind("excel_error", "W", "excel_error"),
    ProblemKind("suppressed", "W", "suppressed"),
    ProblemKind("data_quality", "W", "data_quality"),
    ProblemKind("not_available", "W", "not_available"),
    ProblemKind("ambiguous_dash", "W", "ambiguous_dash"),
    ProblemKind("missing", "N", "missing"),
    ProblemKind("numerator_missing", "W"),
    ProblemKind("decimal_comma", "E"),
    ProblemKind("thousands", "N"),
    ProblemKind("misplaced_comma", "E"),
    ProblemKind("mixed_scale", "E"),
    ProblemKind("currency", "E"),
    ProblemKind("value_disagrees", "W", refusing=("rounded", "shifted", "interval")),
    ProblemKind("scale_change", "E"),
    ProblemKind("looks_rounded", "W"),
    ProblemKind("denominator_scale", "W"),
    ProblemKind("tiny_denominator", "W"),
    ProblemKind("constant_series", "W"),
    ProblemKind("low_completeness", "W"),
    ProblemKind("interval_method", "N"),
    ProblemKind("interval_differs", "W"),
    ProblemKind("definition_change", "E"),
    ProblemKind("domain_disagrees", "W"),
    ProblemKind("value_scale", "N"),
    ProblemKind("no_counts", "W", "no_counts"),
    ProblemKind("numerator_above", "E", known_layout="W"),
    ProblemKind("negative", "E"),
    ProblemKind("zero_denominator", "W", "zero_denominator"),
    ProblemKind("events_without_denominator", "E", known_layout="W"),
    ProblemKind("not_whole", "E", known_layout="W"),
    ProblemKind("infinite", "E"),
    ProblemKind("not_plausible", "E"),
    ProblemKind("large", "W"),
    ProblemKind("not_plain_number", "E"),
    ProblemKind("boolean", "E"),
    ProblemKind("date_in_count", "E"),
    ProblemKind("status_mark", "N"),
    ProblemKind("unknown_mark", "E"),
    ProblemKind("text_number", "N"),
    ProblemKind("columns_swapped", "E", known_layout="W"),
    ProblemKind("counts_misplaced", "W", "inconsistent_source"),
    ProblemKind("month_was_date", "W"),
    ProblemKind("value_blank", "N"),
    ProblemKind("expected_derived", "N"),
    ProblemKind("duplicate_key", "E"),
    ProblemKind("duplicate_dropped", "N", "duplicate_dropped"),
    ProblemKind("conflicting_key", "E", known_layout="W"),
    ProblemKind("superseded", "N", "superseded"),
    ProblemKind("comparator_found", "N"),
    ProblemKind("mixed_area_types", "E"),
    ProblemKind("matched_by_name", "N"),
    ProblemKind("name_unknown", "E"),
    ProblemKind("other_country", "W", "other_country"),
    ProblemKind("other_area_type", "N", "other_area_type"),
    ProblemKind("no_such_area_type", "E"),
    ProblemKind("unmapped_area", "W"),
    ProblemKind("mapping_uncertain", "W"),
    ProblemKind("denominator_scope", "W"),
    ProblemKind("no_parent", "W"),
    ProblemKind("code_not_valid_in_period", "W", "code_not_valid_in_period"),
    ProblemKind("areas_changed", "W"),
    ProblemKind("rebuilt", "N"),
    ProblemKind("england_differs", "W"),
    ProblemKind("part_of_england", "N"),
    ProblemKind("same_name", "N"),
    ProblemKind("name_changed", "W"),
    ProblemKind("long_name", "N"),
    ProblemKind("two_networks", "E"),
    ProblemKind("lookup_not_unique", "E"),
    ProblemKind("code_kind", "N"),
    ProblemKind("code_cleaned", "N"),
    ProblemKind("control_characters", "W"),
    ProblemKind("extra_dimension", "E"),
    ProblemKind("other_breakdown", "N", "other_breakdown"),
    ProblemKind("breakdown_rows", "N", "other_breakdown"),
    ProblemKind("few_events", "W", "too_few_events"),
    ProblemKind("statistic_hint", "N"),
    ProblemKind("period_disagrees", "E"),
    ProblemKind("code_is_number", "E"),
    ProblemKind("indicator_id", "E"),
    ProblemKind("unknown_statistic", "E"),
    ProblemKind("unknown_reason", "E"),
    ProblemKind("no_statistic", "N"),
    ProblemKind("no_period", "N"),
    ProblemKind("one_indicator", "N"),
    ProblemKind("period_from_name", "N"),
    ProblemKind("period_from_title", "W"),
    ProblemKind("counts_only", "W"),
    ProblemKind("period_read", "N"),
    ProblemKind("period_unread", "N"),
    ProblemKind("period_ambiguous", "E"),
    ProblemKind("period_guess", "W"),
    ProblemKind("day_month", "E"),
    ProblemKind("footnote_in_period", "W"),
    ProblemKind("mixed_lengths", "E"),
    ProblemKind("several_lengths", "N"),
    ProblemKind("mixed_period_kind", "E"),
    ProblemKind("period_gap", "W"),
    ProblemKind("overlapping_periods", "W"),
    ProblemKind("incomplete_period", "W", "incomplete_period"),
    ProblemKind("period_unknown", "E"),
    ProblemKind("code_covers_two", "N"),
)

REGISTRY: dict[str, ProblemKind] = {kind.code: kind for kind in _KINDS}
