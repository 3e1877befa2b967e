"""What a publisher says may be done with an article."""

from .base import Model


class Rights(Model):
    """Signals of rights, as expressed; None and empty where nothing is said.

    Attributes:
        license: Address of the licence, or its words where no address is given.
        robots: Directives for robots that forbid something, such as `noindex`, `noarchive` or
            `noai`, in lower case, sorted; those for one robot alone as `googlebot: noindex`.
        tdm_reservation: Whether text and data mining is reserved (TDM Reservation Protocol, W3C).
        tdm_policy: Address of the policy that goes with the reservation.
        is_accessible_for_free: False behind a paywall (schema.org `isAccessibleForFree`).
    """

    license: str | None = None
    robots: tuple[str, ...] = ()
    tdm_reservation: bool | None = None
    tdm_policy: str | None = None
    is_accessible_for_free: bool | None = None
