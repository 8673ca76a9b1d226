"""A storm for the real product: real processes, real databases, a Slack that misbehaves, a killer.

Everything here is the model of reliability.md exp 6 against the program itself. ``storm`` runs a
``Trial``; ``checker`` compares what was promised with what stands in Slack; ``history`` accepts or
refuses the order in which it happened. ``guards`` holds the program with one guard taken out.
"""

from __future__ import annotations
