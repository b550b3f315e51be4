// The door to the rules that a contract must keep.
export {}
