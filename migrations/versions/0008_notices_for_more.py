"""notices with several photos, agreed to by two, confirmed and reminded of"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

NOTICES = sa.table(
    'notices', sa.column('id', sa.Integer), sa.column('media_message_id', sa.BigInteger),
    sa.column('media_message_ids', sa.JSON),
)


def upgrade() -> None:
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('media_message_ids', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('album', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('asked', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('approver_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('outdated', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(op.f('fk_notices_approver_id_people'), 'people', ['approver_id'], ['id'])

    _carry_over(NOTICES.c.media_message_id, NOTICES.c.media_message_ids, lambda one: [one])
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_column('media_message_id')
        for column in ('media_message_ids', 'asked', 'outdated'):
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('media_message_id', sa.BigInteger(), nullable=True))

    _carry_over(NOTICES.c.media_message_ids, NOTICES.c.media_message_id, lambda many: many[0] if many else None)
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_notices_approver_id_people'), type_='foreignkey')
        for column in ('media_message_ids', 'album', 'asked', 'approver_id', 'outdated'):
            batch_op.drop_column(column)


def _carry_over(source, to, change) -> None:
    connection = op.get_bind()
    for notice_id, value in connection.execute(sa.select(NOTICES.c.id, source)).all():
        if value is not None:
            connection.execute(sa.update(NOTICES).where(NOTICES.c.id == notice_id).values({to: change(value)}))
