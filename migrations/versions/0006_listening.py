"""what is overheard until it is judged, questions to authors, doubts about tickets"""

import sqlalchemy as sa
from alembic import op

import bot.db

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('left_in_peace',
    sa.Column('author_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('until_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('author_id', name=op.f('pk_left_in_peace'))
    )
    op.create_table('listened_groups',
    sa.Column('chat_id', bot.db.ChatId(), autoincrement=False, nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('ended_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('chat_id', name=op.f('pk_listened_groups'))
    )
    op.create_table('listening_offers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('chat_id', bot.db.ChatId(), nullable=False),
    sa.Column('author_id', sa.BigInteger(), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('grid', sa.String(length=32), nullable=True),
    sa.Column('ticket_id', sa.Integer(), nullable=True),
    sa.Column('pieces', sa.JSON(), nullable=False),
    sa.Column('last_said_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('offered_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('fate', sa.String(length=8), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listening_offers')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('listening_offers', schema=None) as batch_op:
        batch_op.create_index('ix_listening_offers_author', ['author_id', 'offered_at'], unique=False)
        batch_op.create_index('ix_listening_offers_day', ['chat_id', 'day'], unique=False)

    op.create_table('overheard',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('chat_id', bot.db.ChatId(), nullable=False),
    sa.Column('author_id', sa.BigInteger(), nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('album', sa.String(length=64), nullable=True),
    sa.Column('replies_to', sa.BigInteger(), nullable=True),
    sa.Column('said_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('heard_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('judged_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_overheard'))
    )
    with op.batch_alter_table('overheard', schema=None) as batch_op:
        batch_op.create_index('ix_overheard_author', ['chat_id', 'author_id'], unique=False)

    op.create_table('ticket_doubts',
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=16), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('settled_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_ticket_doubts_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('ticket_id', 'about', name=op.f('pk_ticket_doubts'))
    )


def downgrade() -> None:
    op.drop_table('ticket_doubts')
    with op.batch_alter_table('overheard', schema=None) as batch_op:
        batch_op.drop_index('ix_overheard_author')

    op.drop_table('overheard')
    with op.batch_alter_table('listening_offers', schema=None) as batch_op:
        batch_op.drop_index('ix_listening_offers_day')
        batch_op.drop_index('ix_listening_offers_author')

    op.drop_table('listening_offers')
    op.drop_table('listened_groups')
    op.drop_table('left_in_peace')
