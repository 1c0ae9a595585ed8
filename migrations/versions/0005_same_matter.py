"""duplicates, and the households that have a matter too"""

import sqlalchemy as sa
from alembic import op

import bot.db

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('me_too',
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_me_too_person_id_people')),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_me_too_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('ticket_id', 'person_id', name=op.f('pk_me_too'))
    )
    # plain ALTERs: rebuilding a table that others refer to would break their references
    op.add_column('people', sa.Column('room', sa.String(length=16), nullable=True))
    op.add_column('tickets', sa.Column('like_id', sa.Integer(), nullable=True))
    op.add_column('tickets', sa.Column('merged_into_id', sa.Integer(), nullable=True))
    op.add_column('tickets', sa.Column('joined', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('tickets', sa.Column('also_households', sa.Integer(), nullable=False, server_default='0'))
    op.create_index(op.f('ix_tickets_merged_into_id'), 'tickets', ['merged_into_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_tickets_merged_into_id'), table_name='tickets')
    for column in ('also_households', 'joined', 'merged_into_id', 'like_id'):
        op.drop_column('tickets', column)
    op.drop_column('people', 'room')
    op.drop_table('me_too')
