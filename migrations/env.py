"""How Alembic reaches the database: by the connection the program hands it."""

from alembic import context

from bot.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
