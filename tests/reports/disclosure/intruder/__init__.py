"""An intruder: reads everything that has been published and works out what it can.

Written from INDICATORS.md 3 and from nothing of the product. It knows more than a reader does: of what is only nearly
always so, it knows where it is so.
"""

from .attack import Finding, attack
from .reading import Land, Var, read

__all__ = ["Finding", "Land", "Var", "attack", "read"]
