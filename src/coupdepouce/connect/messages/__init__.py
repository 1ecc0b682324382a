"""The ways out to people behind one interface: mail servers, HTTP gateways, a visible mailbox."""
