"""In which federal state the demonstration's companies and sites are: their public holidays count for working days."""

from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation
from integration.organisations.services import save_organisation
from integration.periods.working_days import State

_OF_CITIES = {
    "Hamburg": State.HH, "Bremen": State.HB, "Kiel": State.SH, "München": State.BY, "Nürnberg": State.BY,
    "Augsburg": State.BY, "Köln": State.NW, "Direktion Dortmund": State.NW, "Dortmund": State.NW, "Essen": State.NW,
    "Berlin": State.BE, "Leipzig": State.SN, "Dresden": State.SN, "Potsdam": State.BB, "Schwerin": State.MV,
    "Stuttgart": State.BW, "Karlsruhe": State.BW, "Freiburg": State.BW,
}  # fmt: skip
_OF_COMPANIES = {
    "MUSTER-NORD": State.HH, "MUSTER-SUED": State.BY, "MUSTER-WEST": State.NW, "AOK-NO": State.BB,
    "AOK-BW": State.BW, "AOK-HE": State.HE, "AOK-NW": State.NW, "VW-PKW": State.NI, "AUDI": State.BY, "DB": State.BE,
    "ADZ": State.SN, "ARRIVO": State.BE, "REDI": State.BE, "LKOS": State.NI,
}  # fmt: skip


def settle() -> None:
    """Say it of everyone that employs people here. A second time changes nothing."""
    for organisation in Organisation.objects.filter(
        kind__in=[OrganisationKind.COMPANY, OrganisationKind.SITE], state=""
    ).order_by("code"):
        state = _state_of(organisation)
        if state:
            organisation.state = state
            save_organisation(organisation)


def _state_of(organisation: Organisation) -> str:
    if organisation.kind == OrganisationKind.COMPANY:
        return _OF_COMPANIES.get(organisation.code, "")
    return _OF_CITIES.get(organisation.name.rstrip(" 0123456789"), "")
