"""What a trainer prints before a class: procedure sheet, voter cards, voting notices."""
