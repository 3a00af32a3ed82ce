"""Ground floor: arrays in, arrays out; no pandas, no text, no drawing; many groups at once."""
