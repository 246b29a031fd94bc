#pragma once

#include "gateway/http/ip_address.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace keysluice::gateway::policy {

/// What an address is for. Sources: the IANA special-purpose registries (RFC 6890), RFC 4291, RFC 6052, RFC 8215, RFC
/// 3056, RFC 4380, RFC 5214.
enum class AddressClass {
    Public,
    Unspecified, ///< 0.0.0.0/8, ::
    Loopback,    ///< 127.0.0.0/8, ::1
    Private,     ///< RFC 1918, fc00::/7, fec0::/10
    CarrierNat,  ///< 100.64.0.0/10
    LinkLocal,   ///< 169.254.0.0/16, fe80::/10
    Metadata,    ///< instance metadata of cloud providers
    Multicast,   ///< 224.0.0.0/4, ff00::/8
    Reserved,    ///< documentation, benchmarking, 240.0.0.0/4, broadcast, Teredo and the rest
};

/// IPv4 inside IPv6 (mapped, compatible, 6to4, NAT64, SIIT) is judged as that IPv4. Where an address can be read in
/// more than one way (NAT64 prefixes of local use, Teredo, ISATAP), the worst one counts.
[[nodiscard]] AddressClass classifyAddress(const http::IpAddress& address);
/// Names that mean a place on this machine or a metadata service wherever they are looked up, also by a proxy; Public
/// for all others. `name`: lower case, without a trailing dot.
[[nodiscard]] AddressClass classifyName(std::string_view name);
[[nodiscard]] std::string_view addressClassName(AddressClass value);

struct OwnEndpoint {
    http::IpAddress address;
    std::uint16_t port = 0;
};

struct DialPolicy {
    bool allowPrivate = false;          ///< setting "allow private destinations"
    bool isNamedByUser = false;         ///< this very address comes from a `--resolve` override or a setting
    std::span<const OwnEndpoint> own{}; ///< where the gateway itself listens; never dialled, whatever else is set
};

struct DialVerdict {
    bool isAllowed = false;
    bool isOwn = false;
    AddressClass addressClass = AddressClass::Public;
};

/// To be asked for every resolved address; the one that passed is the one to dial. Thread: any (pure).
/// "Allow private destinations" opens loopback, private, carrier-NAT, link-local and reserved addresses; metadata and
/// multicast addresses need to be named one by one (metadata) or are never dialled (multicast, unspecified).
[[nodiscard]] DialVerdict mayDial(const http::IpAddress& address, std::uint16_t port, const DialPolicy& policy);
/// Whether a proxy of that host (a name or an address) and port is certainly the gateway itself; a name that only turns
/// out to be when it is looked up is left to mayDial().
[[nodiscard]] bool isOwnProxy(std::string_view host, std::uint16_t port, std::span<const OwnEndpoint> own);
/// To be asked before a name is looked up, here or by a proxy.
[[nodiscard]] DialVerdict mayLookUp(std::string_view name, bool allowPrivate);

} // namespace keysluice::gateway::policy
