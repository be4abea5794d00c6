def network_of(o):
    return None
