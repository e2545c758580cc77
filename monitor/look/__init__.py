"""Looking: everything that touches the network of watched hosts."""
