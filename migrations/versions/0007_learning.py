"""what the community's own tickets taught

The learnt weights are plain numbers by bucket; no text is kept with them.
"""

import sqlalchemy as sa
from alembic import op

import bot.db

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('learned_models',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('made_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('begins_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('since_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learned_models')),
    sqlite_autoincrement=True
    )
    op.create_table('learned_weights',
    sa.Column('model_id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('bias', sa.Double(), nullable=False),
    sa.Column('numbers', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['model_id'], ['learned_models.id'], name=op.f('fk_learned_weights_model_id_learned_models')),
    sa.PrimaryKeyConstraint('model_id', 'category', name=op.f('pk_learned_weights'))
    )
    # added in place: SQLite would refuse to replace a table that a log refers to
    op.add_column('tickets', sa.Column('tagged', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('tickets', 'tagged')
    op.drop_table('learned_weights')
    op.drop_table('learned_models')
