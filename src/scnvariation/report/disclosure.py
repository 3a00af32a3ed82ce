"""The disclosure rule: which counts are withheld, how the others are rounded, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

from scnvariation.errors import OptionError
from scnvariation.messages import disclosure as messages
from scnvariation.messages.shell import NO_DISCLOSURE_RULE
from scnvariation.options import Suppress, check_option

__all__ = ["DisclosureRule", "disclosure_rule", "marks", "rule_words"]

LEAST = {
    "threshold": 0,
    "round_to": 1,
    "crude_rate_from": 0,
    "standardised_rate_from": 0,
    "unreliable_below": 0,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class DisclosureRule:
    """What may be shown of counts of people below national level.

    Use it where a licence asks for another threshold than the presets. It is applied to the finished figures, once,
    before any table, picture or text is made of them.

    Parameters
    ----------
    threshold : int, default 7
        Counts from 1 to this one are withheld, with every figure made from them; 0 withholds none.
    round_to : int, default 5
        Other counts are rounded to the nearest multiple, halves upwards; 1 leaves them as they are.
    zero_shown : bool, default True
        Whether a count of nobody is shown.
    crude_rate_from, standardised_rate_from : int, default 0
        Fewest events of which a crude and an age-standardised rate or ratio is given; 0 for no such limit.
    unreliable_below : int, default 0
        Rates from fewer events are marked `[u]`.

    Raises
    ------
    OptionError
        If a number is not whole or too small.

    Examples
    --------
    >>> DisclosureRule(threshold=5, round_to=5).round_to
    5
    """

    threshold: int = 7
    round_to: int = 5
    zero_shown: bool = True
    crude_rate_from: int = 0
    standardised_rate_from: int = 0
    unreliable_below: int = 0

    def __post_init__(self) -> None:
        """Refuse numbers that no rule can have."""
        for name, least in LEAST.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise OptionError(messages.bad_rule_number(name, value, least))
        if not isinstance(self.zero_shown, bool):
            raise OptionError(messages.not_true_or_false("zero_shown", self.zero_shown))

    @property
    def controls_counts(self) -> bool:
        """Whether counts are withheld or rounded, and not only rates."""
        return self.threshold > 0 or self.round_to > 1 or not self.zero_shown


PRESETS = {
    "hes": DisclosureRule(),
    "ons_deaths": DisclosureRule(
        threshold=0, round_to=1, crude_rate_from=3, standardised_rate_from=10, unreliable_below=20
    ),
}


def disclosure_rule(suppress: str | DisclosureRule | None) -> DisclosureRule | None:
    """Give the rule that a word stands for; a rule is itself, and None is no rule.

    Parameters
    ----------
    suppress : {'hes', 'ons_deaths'}, DisclosureRule or None
        As the caller gave it.

    Returns
    -------
    DisclosureRule or None

    Raises
    ------
    OptionError
        If the word is unknown.

    Examples
    --------
    >>> disclosure_rule("hes").threshold
    7
    """
    if suppress is None or isinstance(suppress, DisclosureRule):
        return suppress
    check_option("suppress", suppress, Suppress)
    return PRESETS[suppress]


def rule_words(rule: DisclosureRule | None) -> str:
    """Write the rule as the sentence that stands on every page and sheet.

    Parameters
    ----------
    rule : DisclosureRule or None
        The rule applied.

    Returns
    -------
    str
        Without a rule the reminder that there was none.
    """
    if rule is None:
        return NO_DISCLOSURE_RULE
    rates = messages.rates_withheld(rule.crude_rate_from, rule.standardised_rate_from, rule.unreliable_below)
    if not rule.controls_counts:
        return " ".join(part for part in (rates, messages.counts_shown()) if part)
    counts = messages.counts_withheld(rule.threshold, rule.round_to, zero_shown=rule.zero_shown)
    return " ".join(part for part in (counts, rates) if part)


def marks(rule: DisclosureRule | None) -> tuple[tuple[str, str], ...]:
    """List the marks that may stand in place of a figure, with their meanings.

    Parameters
    ----------
    rule : DisclosureRule or None
        The rule applied; `[c]` occurs only under a rule that withholds.

    Returns
    -------
    tuple of (mark, meaning)
    """
    withheld = (
        (("[c]", messages.withheld_mark(rule.threshold, zero_shown=rule.zero_shown)),)
        if rule is not None and (rule.threshold > 0 or not rule.zero_shown)
        else ()
    )
    return (*withheld, *messages.MARK_MEANINGS.items())
