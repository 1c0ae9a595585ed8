"""menus, orders, and what was due"""

import sqlalchemy as sa
from alembic import op

import bot.db

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('due_pushes',
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('what', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('due_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('claimed_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('fate', sa.String(length=8), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_due_pushes'))
    )
    with op.batch_alter_table('due_pushes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_due_pushes_due_at'), ['due_at'], unique=False)

    op.create_table('group_pushes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=100), nullable=False),
    sa.Column('chat_id', bot.db.ChatId(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_pushes')),
    sa.UniqueConstraint('key', name=op.f('uq_group_pushes_key')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('group_pushes', schema=None) as batch_op:
        batch_op.create_index('ix_group_pushes_day', ['chat_id', 'day'], unique=False)

    op.create_table('menu_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('canteen', sa.String(length=64), nullable=False),
    sa.Column('entries', sa.JSON(), nullable=False),
    sa.Column('made_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_menu_drafts_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_menu_drafts')),
    sa.UniqueConstraint('person_id', name=op.f('uq_menu_drafts_person_id')),
    sqlite_autoincrement=True
    )
    op.create_table('menu_subscribers',
    sa.Column('canteen', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_menu_subscribers_person_id_people')),
    sa.PrimaryKeyConstraint('canteen', 'person_id', name=op.f('pk_menu_subscribers'))
    )
    op.create_table('menus',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('canteen', sa.String(length=64), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('meal', sa.String(length=32), nullable=False),
    sa.Column('dishes', sa.JSON(), nullable=False),
    sa.Column('photo_chat_id', bot.db.ChatId(), nullable=True),
    sa.Column('photo_message_id', sa.BigInteger(), nullable=True),
    sa.Column('entered_by', sa.Integer(), nullable=False),
    sa.Column('entered_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('posted_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('corrected_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['entered_by'], ['people.id'], name=op.f('fk_menus_entered_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_menus')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('menus', schema=None) as batch_op:
        batch_op.create_index('ix_menus_meal', ['day', 'canteen', 'meal'], unique=True)

    op.create_table('meal_orders',
    sa.Column('menu_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('own', sa.Integer(), nullable=False),
    sa.Column('neighbours', sa.Integer(), nullable=False),
    sa.Column('changed_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['menu_id'], ['menus.id'], name=op.f('fk_meal_orders_menu_id_menus')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_meal_orders_person_id_people')),
    sa.PrimaryKeyConstraint('menu_id', 'person_id', name=op.f('pk_meal_orders'))
    )


def downgrade() -> None:
    op.drop_table('meal_orders')
    with op.batch_alter_table('menus', schema=None) as batch_op:
        batch_op.drop_index('ix_menus_meal')

    op.drop_table('menus')
    op.drop_table('menu_subscribers')
    op.drop_table('menu_drafts')
    with op.batch_alter_table('group_pushes', schema=None) as batch_op:
        batch_op.drop_index('ix_group_pushes_day')

    op.drop_table('group_pushes')
    with op.batch_alter_table('due_pushes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_due_pushes_due_at'))

    op.drop_table('due_pushes')
