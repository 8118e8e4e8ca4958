"""Signals that the network sends to the apps above it, which it does not know."""

from django.dispatch import Signal

# kept, gone: Person; ledger: network.services.merges.Ledger, through which receivers write what an undo has to take back.
people_merged = Signal()
# person: Person who just became one that has left; by: User or None. Sent in the transaction of the change.
person_left = Signal()
