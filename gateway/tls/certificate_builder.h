#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/secret_bytes.h"
#include "gateway/tls/openssl_handles.h"

#include <string>
#include <vector>

namespace keysluice::gateway::tls {

/// The pieces that certificates of the authority and of intercepted hosts have in common. Thread: any.
/// Errors are the library's reason as text. Source: RFC 5280.

[[nodiscard]] core::Result<KeyHandle, std::string> newKey();
[[nodiscard]] core::Result<core::SecretBytes, std::string> keyToDer(EVP_PKEY& key);
[[nodiscard]] core::Result<KeyHandle, std::string> keyFromDer(const core::SecretBytes& der);
[[nodiscard]] core::Result<CertificateHandle, std::string> certificateFromPem(const std::string& pem);
[[nodiscard]] core::Result<std::string, std::string> certificateToPem(X509& certificate);

/// A version 3 certificate with a random serial number, the public key and the validity set; subject, issuer and
/// extensions are the caller's.
[[nodiscard]] core::Result<CertificateHandle, std::string> blankCertificate(EVP_PKEY& publicKey, core::UnixMs notBefore,
                                                                            core::UnixMs notAfter);
[[nodiscard]] bool addTextExtension(X509& certificate, X509* issuer, int nid, const char* value);
/// `host` as dNSName or, when it is an IP literal, as iPAddress.
[[nodiscard]] bool addSubjectAltName(X509& certificate, const std::string& host, bool critical);
/// Permits `hosts` and nothing else; a kind of name of which none is permitted is excluded as a whole.
[[nodiscard]] bool addNameConstraints(X509& certificate, const std::vector<std::string>& hosts);
[[nodiscard]] std::vector<std::string> permittedNames(X509& certificate);
[[nodiscard]] core::UnixMs notBeforeOf(const X509& certificate);
[[nodiscard]] core::UnixMs notAfterOf(const X509& certificate);
[[nodiscard]] bool isIpLiteral(const std::string& host);

} // namespace keysluice::gateway::tls
