/** A certificate that nobody has signed but itself, made anew for each test of a host that is spoken to over TLS. */
import { generateKeyPairSync, sign } from 'node:crypto';

/** A value of ASN.1, as DER writes it. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  const prefix = Buffer.from([tag, ...(length < 128 ? [length] : long)]);
  return Buffer.concat([prefix, body]);
}
const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const oid = (...bytes: readonly number[]) => der(0x06, Buffer.from(bytes));

/** Key and certificate as PEM. Browsers take it where they are told to take any. */
export function selfSigned(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const commonName = sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from('a test')));
  const name = sequence(der(0x31, commonName));
  const time = (year: number) => der(0x17, Buffer.from(`${year % 100}0101000000Z`));
  const body = sequence(
    der(0x02, Buffer.from([1])),
    ...[ecdsaWithSha256, name, sequence(time(2020), time(2049)), name],
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const cert = sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}
