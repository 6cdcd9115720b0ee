"""What browsers, clients and operators may do at the FranceConnect stub: one function each."""
