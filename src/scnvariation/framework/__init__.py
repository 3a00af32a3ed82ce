"""What the NHS documents fix: domains, networks, network areas, indicators and geographies."""

from scnvariation.framework.catalogue import Framework, catalogue
from scnvariation.framework.domains import domains
from scnvariation.framework.geography import Geography, area_lookup
from scnvariation.framework.membership import check_membership
from scnvariation.framework.network_areas import network_area_key, network_areas, strategic_clinical_networks
from scnvariation.framework.networks import network_key, network_kinds, network_scopes, networks
from scnvariation.framework.succession import check_succession, succession

__all__ = [
    "Framework",
    "Geography",
    "area_lookup",
    "catalogue",
    "check_membership",
    "check_succession",
    "domains",
    "network_area_key",
    "network_areas",
    "network_key",
    "network_kinds",
    "network_scopes",
    "networks",
    "strategic_clinical_networks",
    "succession",
]
