"""`kaohe exam …`: one module a command of it."""
