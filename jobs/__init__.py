"""The background: worker classes, dispatch from the outbox to the queue, and one thin module per kind of task."""
