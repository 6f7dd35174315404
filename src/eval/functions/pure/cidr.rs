//! Networks in CIDR notation. Terraform reads leading zeros in octets and groups as decimal and
//! hexadecimal digits, which the address types of the standard library and of crates refuse; the rest is
//! arithmetic on 128 bits, the same for both families.

use std::net::{Ipv4Addr, Ipv6Addr};

#[derive(Clone, Copy)]
struct Network {
    /// The first address.
    first: u128,
    prefix: u32,
    /// How many bits an address has.
    width: u32,
}

impl Network {
    fn parse(text: &str) -> Result<Network, String> {
        let parsed = text.split_once('/').and_then(|(address, prefix)| {
            let v4 = parse_v4(address).map(|it| (u128::from(u32::from(it)), 32));
            let (address, width) = v4.or_else(|| Some((u128::from(parse_v6(address)?), 128)))?;
            let prefix = decimal(prefix).filter(|it| *it <= width)?;
            let network = Network { first: 0, prefix, width };
            Some(Network { first: address & !network.host_bits(), ..network })
        });
        let network = parsed.ok_or_else(|| format!("{text:?} is no network in CIDR notation"))?;
        match network.is_mapped() {
            true => Err(mapped()),
            false => Ok(network),
        }
    }

    /// The bits that tell the addresses of the network apart; also its last address, counted from zero.
    fn host_bits(self) -> u128 {
        low_bits(self.width - self.prefix)
    }

    fn is_mapped(self) -> bool {
        self.width == 128 && self.first >> 32 == 0xffff
    }

    fn address(self) -> String {
        match u32::try_from(self.first) {
            Ok(address) if self.width == 32 => Ipv4Addr::from(address).to_string(),
            _ if self.is_mapped() => {
                Ipv4Addr::from(u32::try_from(self.first & 0xffff_ffff).unwrap_or(0)).to_string()
            }
            _ => Ipv6Addr::from(self.first).to_string(),
        }
    }

    /// The address and the length, unless Terraform would show it as something else.
    fn notation(self) -> Result<String, String> {
        match self.is_mapped() {
            true => Err(mapped()),
            false => Ok(format!("{}/{}", self.address(), self.prefix)),
        }
    }
}

/// The address of one host; a negative number counts from the end.
pub(in super::super) fn host(prefix: &str, hostnum: i128) -> Result<String, String> {
    let network = Network::parse(prefix)?;
    let last = network.host_bits();
    let number = match u128::try_from(hostnum) {
        Ok(number) => number,
        Err(_) => {
            last.checked_sub(hostnum.unsigned_abs() - 1).ok_or_else(|| no_room(prefix, hostnum))?
        }
    };
    // Of a number with more than 63 bits, Terraform looks at a part only, and then uses the whole.
    let looked_at = u128::from(i64::try_from(number & low_bits(64)).unwrap_or(0).unsigned_abs());
    let too_large = if hostnum < 0 { false } else { looked_at > last };
    if too_large || number > low_bits(network.width) {
        return Err(no_room(prefix, hostnum));
    }
    Ok(Network { first: network.first | number, ..network }.address())
}

/// The mask of an IPv4 network.
pub(in super::super) fn netmask(prefix: &str) -> Result<String, String> {
    let network = Network::parse(prefix)?;
    if network.width != 32 {
        return Err(format!("{prefix} is IPv6, which has no netmask"));
    }
    Ok(Network { first: low_bits(32) & !network.host_bits(), ..network }.address())
}

/// The network with that number when the prefix grows by so many bits.
pub(in super::super) fn subnet(prefix: &str, newbits: i64, netnum: i128) -> Result<String, String> {
    let network = Network::parse(prefix)?;
    let (Ok(newbits), Ok(number)) = (u64::try_from(newbits), u128::try_from(netnum)) else {
        return Err("not worked out: a negative number of bits or of a subnet".to_owned());
    };
    let room = u64::from(network.width - network.prefix);
    let newbits = match u32::try_from(newbits) {
        Ok(bits) if newbits <= room => bits,
        _ => return Err(format!("{prefix} has no room for {newbits} more bits")),
    };
    let length = network.prefix + newbits;
    let shift = network.width - length;
    // Terraform compares 64 bits of the number, and then uses the whole.
    let fits = number & low_bits(64) <= low_bits(newbits.min(64));
    let bits = u128::BITS - number.leading_zeros() + if number == 0 { 0 } else { shift };
    if !fits || bits > network.width {
        return Err(format!("{newbits} bits do not count up to {netnum}"));
    }
    let first = network.first | number.checked_shl(shift).unwrap_or(0);
    Network { first, prefix: length, ..network }.notation()
}

/// One network after the other, each with a prefix that is so many bits longer.
pub(in super::super) fn subnets(prefix: &str, newbits: &[i64]) -> Result<Vec<String>, String> {
    let network = Network::parse(prefix)?;
    let before = Network { first: network.first.wrapping_sub(1), ..network };
    if !newbits.is_empty() && before.is_mapped() {
        return Err(mapped());
    }
    let mut next = Some(network.first);
    newbits
        .iter()
        .map(|bits| {
            let length = longer(network, *bits)?;
            let full = || format!("{prefix} has no room left for a /{length}");
            // Terraform takes the network that begins at zero for an overflow.
            let from = next.filter(|_| network.first != 0).ok_or_else(full)?;
            let size = low_bits(network.width - length);
            let first = from.checked_add(size).ok_or_else(full)? & !size;
            if first & !network.host_bits() != network.first {
                return Err(full());
            }
            next = (first | size).checked_add(1);
            Network { first, prefix: length, ..network }.notation()
        })
        .collect()
}

fn longer(network: Network, newbits: i64) -> Result<u32, String> {
    let bits = u32::try_from(newbits).ok().filter(|it| (1..=32).contains(it));
    let length = bits.ok_or("a prefix is extended by 1 to 32 bits")? + network.prefix;
    match length <= network.width {
        true => Ok(length),
        false => Err(format!("a prefix of {length} bits is too long")),
    }
}

fn parse_v4(text: &str) -> Option<Ipv4Addr> {
    let octets: Option<Vec<u8>> =
        text.split('.').map(|it| u8::try_from(decimal(it)?).ok()).collect();
    Some(Ipv4Addr::from(<[u8; 4]>::try_from(octets?).ok()?))
}

fn parse_v6(text: &str) -> Option<Ipv6Addr> {
    let groups: Option<Vec<String>> = text.split(':').map(plain_group).collect();
    groups?.join(":").parse().ok()
}

/// A group as the standard library takes it: no more zeros than needed.
fn plain_group(text: &str) -> Option<String> {
    if text.contains('.') {
        return parse_v4(text).map(|it| it.to_string());
    }
    let short = text.trim_start_matches('0');
    Some(if short.is_empty() && !text.is_empty() { "0" } else { short }.to_owned())
}

fn decimal(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn low_bits(count: u32) -> u128 {
    u128::MAX.checked_shr(u128::BITS - count).unwrap_or(0)
}

fn no_room(prefix: &str, hostnum: i128) -> String {
    format!("{prefix} has no host numbered {hostnum}")
}

/// Terraform takes such an address for either family, now and then.
fn mapped() -> String {
    "not worked out: an IPv4 address inside of IPv6".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the function answers; for a mistake, how it begins.
    fn shown(answer: Result<String, String>) -> String {
        match answer {
            Ok(answer) => answer,
            Err(reason) if reason.starts_with("not worked out: ") => "?".to_owned(),
            Err(_) => "error".to_owned(),
        }
    }

    #[test]
    fn a_host_is_counted_from_either_end() {
        for (prefix, number, expected) in [
            ("10.0.0.0/8", 5, "10.0.0.5"),
            ("10.1.2.3/8", 0, "10.0.0.0"),
            ("10.0.0.0/8", -1, "10.255.255.255"),
            ("10.0.0.0/8", -16_777_216, "10.0.0.0"),
            ("10.0.0.0/8", -16_777_217, "error"),
            ("10.0.0.0/8", 16_777_216, "error"),
            ("10.0.0.0/8", 1 << 64, "error"),
            ("10.0.0.1/32", -1, "10.0.0.1"),
            ("10.0.0.1/32", 1, "error"),
            ("fd00::/64", -1, "fd00::ffff:ffff:ffff:ffff"),
            ("fd00::/64", 1 << 63, "fd00::8000:0:0:0"),
            ("fd00::/60", 1 << 66, "fd00:0:0:4::"),
            ("fd00::/120", -257, "error"),
            ("::/0", 0xffff_0000_0001, "0.0.0.1"),
            ("::ffff:1.2.3.4/120", 1, "?"),
        ] {
            assert_eq!(shown(host(prefix, number)), expected, "{prefix} {number}");
        }
    }

    #[test]
    fn a_prefix_is_read_as_terraform_reads_it() {
        for (prefix, expected) in [
            ("10.0.0.0/8", "255.0.0.0"),
            ("0.0.0.0/0", "0.0.0.0"),
            ("010.001.0.0/08", "255.0.0.0"),
            ("1.2.3.4/32", "255.255.255.255"),
            ("1.2.3.4/33", "error"),
            ("1.2.3.4/+8", "error"),
            ("1.2.3.4", "error"),
            ("1.2.3.4/8/8", "error"),
            ("1.2.3.256/8", "error"),
            ("1.2.3/8", "error"),
            (" 1.2.3.4/8", "error"),
            ("::/0", "error"),
            ("::ffff:1.2.3.4/120", "?"),
        ] {
            assert_eq!(shown(netmask(prefix)), expected, "{prefix}");
        }
    }

    #[test]
    fn a_subnet_is_numbered() {
        for (prefix, newbits, number, expected) in [
            ("10.0.0.0/8", 4, 3, "10.48.0.0/12"),
            ("10.0.0.0/8", 0, 0, "10.0.0.0/8"),
            ("10.0.0.0/8", 4, 16, "error"),
            ("10.0.0.0/8", 25, 0, "error"),
            ("10.0.0.0/8", i64::MAX, 0, "error"),
            ("10.0.0.0/8", 4, 1 << 64, "error"),
            ("10.0.0.0/8", 4, -1, "?"),
            ("10.0.0.0/8", -1, 0, "?"),
            ("2001:0db8:00001::/48", 4, 1, "2001:db8:1:1000::/52"),
            ("2001:db8::/32", 96, (1 << 64) - 1, "2001:db8::ffff:ffff:ffff:ffff/128"),
            ("2001:db8::/32", 32, 1 << 32, "error"),
            ("1::2:3:4:5:6:7:8/48", 4, 1, "error"),
            ("fe80::%eth0/48", 4, 1, "error"),
            ("::/0", 96, 65535, "?"),
        ] {
            assert_eq!(
                shown(subnet(prefix, newbits, number)),
                expected,
                "{prefix} {newbits} {number}"
            );
        }
    }

    #[test]
    fn subnets_follow_each_other() {
        for (prefix, newbits, expected) in [
            ("10.0.0.0/8", &[][..], ""),
            ("10.0.0.0/8", &[4, 8, 4], "10.0.0.0/12 10.16.0.0/16 10.32.0.0/12"),
            ("10.0.0.0/8", &[8, 4, 8], "10.0.0.0/16 10.16.0.0/12 10.32.0.0/16"),
            ("10.0.0.0/8", &[1, 1, 1], "error"),
            ("10.0.0.0/8", &[0], "error"),
            ("10.0.0.0/8", &[-1], "error"),
            ("10.0.0.0/8", &[25], "error"),
            ("10.0.0.0/31", &[1, 1], "10.0.0.0/32 10.0.0.1/32"),
            ("255.0.0.0/8", &[1, 1, 1], "error"),
            ("0.0.0.0/0", &[1], "error"),
            ("fd00::/48", &[16, 32, 16], "fd00::/64 fd00:0:0:1::/80 fd00:0:0:2::/64"),
            ("fd00::/48", &[33], "error"),
            ("::1:0:0:0/80", &[1], "?"),
        ] {
            let answer = subnets(prefix, newbits).map(|it| it.join(" "));
            assert_eq!(shown(answer), expected, "{prefix} {newbits:?}");
        }
    }
}
