/** The protocol version the gateways keep to; clients choose their behaviour by it. */
export const gatewayVersion = '8.6.0';
