#include "gateway/policy/address_guard.h"

#include <algorithm>

namespace keysluice::gateway::policy {

namespace {

using http::IpAddress;

struct Range {
    std::array<std::uint8_t, 16> prefix;
    int bits;
    AddressClass addressClass;
};

bool isInRange(const std::uint8_t* bytes, const Range& range) {
    const auto whole = static_cast<std::size_t>(range.bits / 8);
    if (!std::equal(range.prefix.begin(), range.prefix.begin() + static_cast<std::ptrdiff_t>(whole), bytes)) {
        return false;
    }
    const int rest = range.bits % 8;
    if (rest == 0) {
        return true;
    }
    const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
    return (range.prefix[whole] & mask) == (bytes[whole] & mask);
}

// First match counts, so single addresses stand before the ranges around them.
constexpr Range kV4[] = {
    {{169, 254, 169, 254}, 32, AddressClass::Metadata}, // AWS, Google Cloud, Azure and others
    {{169, 254, 170, 2}, 32, AddressClass::Metadata},   // AWS container credentials
    {{169, 254, 170, 23}, 32, AddressClass::Metadata},  // AWS pod identity
    {{100, 100, 100, 200}, 32, AddressClass::Metadata}, // Alibaba Cloud
    {{168, 63, 129, 16}, 32, AddressClass::Metadata},   // Azure's wire server
    {{192, 0, 0, 192}, 32, AddressClass::Metadata},     // Oracle Cloud
    {{0}, 8, AddressClass::Unspecified},
    {{10}, 8, AddressClass::Private},
    {{100, 64}, 10, AddressClass::CarrierNat},
    {{127}, 8, AddressClass::Loopback},
    {{169, 254}, 16, AddressClass::LinkLocal},
    {{172, 16}, 12, AddressClass::Private},
    {{192, 0, 0}, 24, AddressClass::Reserved},   // IETF protocol assignments
    {{192, 0, 2}, 24, AddressClass::Reserved},   // documentation
    {{192, 88, 99}, 24, AddressClass::Reserved}, // 6to4 relays, deprecated
    {{192, 168}, 16, AddressClass::Private},
    {{198, 18}, 15, AddressClass::Reserved},      // benchmarking
    {{198, 51, 100}, 24, AddressClass::Reserved}, // documentation
    {{203, 0, 113}, 24, AddressClass::Reserved},  // documentation
    {{224}, 4, AddressClass::Multicast},
    {{240}, 4, AddressClass::Reserved},
};

constexpr Range kV6[] = {
    {{0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, AddressClass::Metadata}, // AWS
    {{0xfd, 0x20, 0x00, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, AddressClass::Metadata}, // Google Cloud
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, AddressClass::Loopback},
    {{}, 128, AddressClass::Unspecified},
    {{0x01}, 64, AddressClass::Reserved},                   // 100::/64, discard only
    {{0x20, 0x01, 0x00, 0x00}, 32, AddressClass::Reserved}, // Teredo
    {{0x20, 0x01, 0x00, 0x02}, 48, AddressClass::Reserved}, // benchmarking
    {{0x20, 0x01, 0x0d, 0xb8}, 32, AddressClass::Reserved}, // documentation
    {{0x3f, 0xff}, 20, AddressClass::Reserved},             // documentation
    {{0xfc}, 7, AddressClass::Private},
    {{0xfe, 0x80}, 10, AddressClass::LinkLocal},
    {{0xfe, 0xc0}, 10, AddressClass::Private}, // site-local, deprecated
    {{0xff}, 8, AddressClass::Multicast},
    {{0x20}, 3, AddressClass::Public}, // the only global unicast space handed out
    {{}, 0, AddressClass::Reserved},
};

/// Where an IPv6 address carries an IPv4 one: prefix, and the place of its first byte.
struct Embedding {
    Range prefix;
    std::size_t offset;
};

constexpr Embedding kEmbeddings[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, AddressClass::Public}, 12}, // mapped
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, AddressClass::Public}, 12},       // SIIT
    {{{0x00, 0x64, 0xff, 0x9b}, 96, AddressClass::Public}, 12},                   // NAT64
    {{{0x20, 0x02}, 16, AddressClass::Public}, 2},                                // 6to4
};
constexpr Range kCompatible{{}, 96, AddressClass::Public}; // ::a.b.c.d, deprecated; not :: and ::1

AddressClass classOf(const std::uint8_t* bytes, std::span<const Range> ranges) {
    for (const Range& range : ranges) {
        if (isInRange(bytes, range)) {
            return range.addressClass;
        }
    }
    return AddressClass::Public;
}

constexpr Range kLocalNat64{{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, AddressClass::Public}; // RFC 8215
constexpr Range kTeredo{{0x20, 0x01, 0x00, 0x00}, 32, AddressClass::Public};
/// The four bytes of an IPv4 address behind prefixes of 48, 56, 64 and 96 bits (RFC 6052, section 2.2): byte 8 is left
/// out, and what follows the address is zero.
constexpr std::array<std::array<std::size_t, 4>, 4> kNat64Layouts{
    {{6, 7, 9, 10}, {7, 9, 10, 11}, {9, 10, 11, 12}, {12, 13, 14, 15}}};
constexpr std::size_t kNat64Gap = 8;

constexpr std::string_view kMetadataNames[] = {"metadata.google.internal", "metadata.goog", "metadata", "instance-data",
                                               "instance-data.ec2.internal"};

const std::uint8_t* embeddedV4(const IpAddress& address) {
    const std::uint8_t* bytes = address.bytes.data();
    for (const Embedding& embedding : kEmbeddings) {
        if (isInRange(bytes, embedding.prefix)) {
            return bytes + embedding.offset;
        }
    }
    const bool isTiny =
        std::all_of(bytes + 12, bytes + 15, [](std::uint8_t byte) { return byte == 0; }) && bytes[15] <= 1;
    return isInRange(bytes, kCompatible) && !isTiny ? bytes + 12 : nullptr;
}

IpAddress unwrapped(const IpAddress& address) {
    const std::uint8_t* v4 = address.isV6 ? embeddedV4(address) : nullptr;
    return v4 == nullptr ? address : IpAddress::fromBytes(v4, false);
}

bool isZero(const std::uint8_t* bytes, std::size_t begin, std::size_t end) {
    return std::all_of(bytes + begin, bytes + end, [](std::uint8_t byte) { return byte == 0; });
}

/// The one that fewer settings open.
AddressClass worse(AddressClass a, AddressClass b) {
    const auto rank = [](AddressClass value) {
        switch (value) {
        case AddressClass::Public:
            return 0;
        case AddressClass::Metadata:
            return 2;
        case AddressClass::Unspecified:
        case AddressClass::Multicast:
            return 3;
        default:
            return 1;
        }
    };
    return rank(b) > rank(a) ? b : a;
}

AddressClass classOfV4(const std::array<std::uint8_t, 4>& bytes) {
    return classOf(bytes.data(), kV4);
}

/// Which of the layouts the network uses cannot be seen: every one that the zeros of the address allow.
AddressClass classOfLocalNat64(const std::uint8_t* bytes) {
    AddressClass result = AddressClass::Public;
    for (const auto& layout : kNat64Layouts) {
        const bool isLast = layout.back() == 15;
        // Zeros at the end are a suffix, unless there is nothing else that could be an address.
        const bool fits = isLast
                              ? !isZero(bytes, 12, 16) || isZero(bytes, 6, 12)
                              : bytes[kNat64Gap] == 0 && isZero(bytes, layout.back() + 1, 16) && !isZero(bytes, 6, 16);
        if (fits) {
            result = worse(result, classOfV4({bytes[layout[0]], bytes[layout[1]], bytes[layout[2]], bytes[layout[3]]}));
        }
    }
    return result;
}

AddressClass classOfV6(const std::uint8_t* bytes) {
    if (isInRange(bytes, kLocalNat64)) {
        return classOfLocalNat64(bytes);
    }
    AddressClass result = classOf(bytes, kV6);
    if (isInRange(bytes, kTeredo)) { // the client's address, every bit turned over
        const auto turned = [&](std::size_t i) { return static_cast<std::uint8_t>(~bytes[i]); };
        return worse(result, classOfV4({turned(12), turned(13), turned(14), turned(15)}));
    }
    const bool isIsatap = (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;
    return isIsatap ? worse(result, classOfV4({bytes[12], bytes[13], bytes[14], bytes[15]})) : result;
}

/// Our own listener answers on its address, and through loopback or "any" spellings of it.
bool isOwn(const IpAddress& address, AddressClass addressClass, std::uint16_t port, std::span<const OwnEndpoint> own) {
    return std::any_of(own.begin(), own.end(), [&](const OwnEndpoint& endpoint) {
        if (endpoint.port != port) {
            return false;
        }
        const AddressClass listening = classifyAddress(endpoint.address);
        return unwrapped(endpoint.address) == address || addressClass == AddressClass::Loopback ||
               addressClass == AddressClass::Unspecified || listening == AddressClass::Unspecified;
    });
}

} // namespace

AddressClass classifyAddress(const IpAddress& address) {
    const IpAddress plain = unwrapped(address);
    return plain.isV6 ? classOfV6(plain.bytes.data()) : classOf(plain.bytes.data(), kV4);
}

AddressClass classifyName(std::string_view name) {
    if (name == "localhost" || name.ends_with(".localhost")) { // RFC 6761, section 6.3
        return AddressClass::Loopback;
    }
    return std::find(std::begin(kMetadataNames), std::end(kMetadataNames), name) == std::end(kMetadataNames)
               ? AddressClass::Public
               : AddressClass::Metadata;
}

std::string_view addressClassName(AddressClass value) {
    switch (value) {
    case AddressClass::Public:
        return "public address";
    case AddressClass::Unspecified:
        return "unspecified address";
    case AddressClass::Loopback:
        return "loopback address";
    case AddressClass::Private:
        return "private address";
    case AddressClass::CarrierNat:
        return "carrier-grade NAT address";
    case AddressClass::LinkLocal:
        return "link-local address";
    case AddressClass::Metadata:
        return "cloud metadata address";
    case AddressClass::Multicast:
        return "multicast address";
    case AddressClass::Reserved:
        return "reserved address";
    }
    return "address";
}

DialVerdict mayDial(const IpAddress& address, std::uint16_t port, const DialPolicy& policy) {
    DialVerdict verdict;
    verdict.addressClass = classifyAddress(address);
    verdict.isOwn = isOwn(unwrapped(address), verdict.addressClass, port, policy.own);
    if (verdict.isOwn || port == 0) {
        return verdict;
    }
    switch (verdict.addressClass) {
    case AddressClass::Public:
        verdict.isAllowed = true;
        break;
    case AddressClass::Loopback:
    case AddressClass::Private:
    case AddressClass::CarrierNat:
    case AddressClass::LinkLocal:
    case AddressClass::Reserved:
        verdict.isAllowed = policy.allowPrivate || policy.isNamedByUser;
        break;
    case AddressClass::Metadata:
        verdict.isAllowed = policy.isNamedByUser;
        break;
    case AddressClass::Multicast:
    case AddressClass::Unspecified:
        break;
    }
    return verdict;
}

bool isOwnProxy(std::string_view host, std::uint16_t port, std::span<const OwnEndpoint> own) {
    if (host.ends_with('.')) {
        host.remove_suffix(1);
    }
    const auto address = http::parseIpAddress(host);
    const AddressClass addressClass = address ? classifyAddress(*address) : classifyName(host);
    const bool isHere = addressClass == AddressClass::Loopback || addressClass == AddressClass::Unspecified;
    return std::any_of(own.begin(), own.end(), [&](const OwnEndpoint& endpoint) {
        return endpoint.port == port && (isHere || (address && unwrapped(*address) == unwrapped(endpoint.address)));
    });
}

DialVerdict mayLookUp(std::string_view name, bool allowPrivate) {
    DialVerdict verdict;
    verdict.addressClass = classifyName(name);
    verdict.isAllowed = verdict.addressClass == AddressClass::Public ||
                        (verdict.addressClass == AddressClass::Loopback && allowPrivate);
    return verdict;
}

} // namespace keysluice::gateway::policy
