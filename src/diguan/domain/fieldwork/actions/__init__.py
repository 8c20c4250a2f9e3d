"""What is done in the field.

Belongs here: planning and recording visits, what is told when deadlines come near. Does not belong here: reading (queries).
"""
