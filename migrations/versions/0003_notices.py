"""notices, whom they go to, who confirmed"""

import sqlalchemy as sa
from alembic import op

import bot.db

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('media_chat_id', bot.db.ChatId(), nullable=True),
    sa.Column('media_message_id', sa.BigInteger(), nullable=True),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('wants_receipt', sa.Boolean(), nullable=False),
    sa.Column('pins', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('made_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('send_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('started_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('corrected_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_notices_author_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index('ix_notices_state', ['state', 'send_at'], unique=False)

    op.create_table('notice_receipts',
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_receipts_notice_id_notices')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_notice_receipts_person_id_people')),
    sa.PrimaryKeyConstraint('notice_id', 'person_id', name=op.f('pk_notice_receipts'))
    )
    op.create_table('notice_targets',
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('chat_id', bot.db.ChatId(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_targets_notice_id_notices')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_notice_targets_person_id_people')),
    sa.PrimaryKeyConstraint('notice_id', 'key', name=op.f('pk_notice_targets'))
    )


def downgrade() -> None:
    op.drop_table('notice_targets')
    op.drop_table('notice_receipts')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index('ix_notices_state')

    op.drop_table('notices')
