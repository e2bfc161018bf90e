"""What chat platforms have in common: a message is stored, answered in its turn, and the reply waits until it is taken.

A channel says how its platform's updates read and how replies are laid out and sent (`door.Door`); `exchange.Exchange`
does the rest, the same for every platform.
"""
