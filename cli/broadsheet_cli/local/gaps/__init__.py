"""What ministack 1.5 can't do, or does otherwise than AWS: everything that bends it to us is here.

`template` changes the translated template before it is deployed; `process`, `queues`, `functions`, `rights`
and `scanning` change ministack inside its own process, the child. docs/local.md lists the differences that
remain.
"""
