"""Every request comes from an address of its own, so that what is refused too often there hides nothing else."""

from itertools import count

import schemathesis

numbers = count()


@schemathesis.hook
def before_call(_context, case, _kwargs):
    number = next(numbers)
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
