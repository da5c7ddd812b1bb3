"""Word out: what happens in the newsroom, told to the robots of its group chats. Written with the act, sent after it."""
