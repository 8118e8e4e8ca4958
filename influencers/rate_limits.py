"""Decides how often something may be asked from one address: a counter in the cache that counts in one step.

Mobile carriers let thousands of people share an address, so the limits are high, and what is told never depends on the
number that was entered. A cache that is away lets people through: the database has limits of its own for each number and
district (services/joins.py).
"""

import logging

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)

SECONDS = 3600


def is_too_often(request: HttpRequest, what: str, *, most: int) -> bool:
    """Count one more of `what` from the address of the request; whether it is more than `most` within the hour."""
    key = f"often:{what}:{BaseThrottle().get_ident(request)}"  # trusts as many proxies as the API does
    try:
        cache.add(key, 0, timeout=SECONDS)
        return cache.incr(key) > most
    except (RedisError, ValueError) as error:  # away, or run out between the two
        logger.warning("nobody counts how often: %s", type(error).__name__)
        return False
