"""How every room says what is wrong, when something was, and which bytes are meant. No I/O."""
