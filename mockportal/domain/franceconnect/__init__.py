"""The rules of the FranceConnect stub, as values: parameters, clients, claims, errors, faults."""
