"""meetings, who is invited, comes and came, and their minutes"""

import sqlalchemy as sa
from alembic import op

import bot.db

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('door_tries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('tried_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_door_tries_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_door_tries'))
    )
    with op.batch_alter_table('door_tries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_door_tries_person_id'), ['person_id'], unique=False)

    op.create_table('meetings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('host', sa.String(length=64), nullable=True),
    sa.Column('host_id', sa.Integer(), nullable=True),
    sa.Column('agenda', sa.Text(), nullable=False),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('starts_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('made_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('announced_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('asked_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('proposed', sa.Integer(), nullable=False),
    sa.Column('moved_from_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('moved_from', sa.String(length=200), nullable=True),
    sa.Column('new_starts_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('new_place', sa.String(length=200), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('cancelled_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('door_code', sa.String(length=4), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_meetings_author_id_people')),
    sa.ForeignKeyConstraint(['host_id'], ['people.id'], name=op.f('fk_meetings_host_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meetings')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('meetings', schema=None) as batch_op:
        batch_op.create_index('ix_meetings_state', ['state', 'starts_at'], unique=False)

    op.create_table('meeting_answers',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('heads', sa.Integer(), nullable=False),
    sa.Column('answered_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_answers_meeting_id_meetings')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_meeting_answers_person_id_people')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_meeting_answers'))
    )
    op.create_table('meeting_attendances',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=128), nullable=False),
    sa.Column('by_code', sa.Boolean(), nullable=False),
    sa.Column('came_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_attendances_meeting_id_meetings')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_meeting_attendances_person_id_people')),
    sa.PrimaryKeyConstraint('meeting_id', 'key', name=op.f('pk_meeting_attendances'))
    )
    op.create_table('meeting_calendars',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_calendars_meeting_id_meetings')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_meeting_calendars_person_id_people')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_meeting_calendars'))
    )
    op.create_table('meeting_desks',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('laid', sa.Integer(), nullable=False),
    sa.Column('has_door', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_desks_meeting_id_meetings')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_meeting_desks_person_id_people')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_meeting_desks'))
    )
    op.create_table('meeting_groups',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('chat_id', bot.db.ChatId(), autoincrement=False, nullable=False),
    sa.Column('told_at', bot.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_groups_meeting_id_meetings')),
    sa.PrimaryKeyConstraint('meeting_id', 'chat_id', name=op.f('pk_meeting_groups'))
    )
    op.create_table('meeting_guests',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_guests_meeting_id_meetings')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_meeting_guests_person_id_people')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_meeting_guests'))
    )
    op.create_table('meeting_minutes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('media_chat_id', bot.db.ChatId(), nullable=True),
    sa.Column('media_message_id', sa.BigInteger(), nullable=True),
    sa.Column('album', sa.String(length=64), nullable=True),
    sa.Column('written_at', bot.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_meeting_minutes_author_id_people')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_minutes_meeting_id_meetings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_minutes')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('meeting_minutes', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_minutes_meeting', ['meeting_id', 'version'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('meeting_minutes', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_minutes_meeting')

    op.drop_table('meeting_minutes')
    op.drop_table('meeting_guests')
    op.drop_table('meeting_groups')
    op.drop_table('meeting_desks')
    op.drop_table('meeting_calendars')
    op.drop_table('meeting_attendances')
    op.drop_table('meeting_answers')
    with op.batch_alter_table('meetings', schema=None) as batch_op:
        batch_op.drop_index('ix_meetings_state')

    op.drop_table('meetings')
    with op.batch_alter_table('door_tries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_door_tries_person_id'))

    op.drop_table('door_tries')
