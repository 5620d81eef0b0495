const IPV4_LOOPBACK = /^127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Whether a text is an address of the loopback interface: 127.0.0.0/8 or ::1, without brackets. */
export const isLoopbackAddress = (host: string): boolean => host === '::1' || IPV4_LOOPBACK.test(host);

/** Whether a name leads to this machine and nowhere else, whatever a name server says. */
export const isLoopbackHost = (host: string): boolean => host === 'localhost' || isLoopbackAddress(host);
