/** A name that a client gives to something of its own, for machines rather than people. */
export const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
