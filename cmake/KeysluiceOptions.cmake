# Language level, warnings, hardening and Qt strictness of every target, in one place.
add_library(keysluice_options INTERFACE)
target_compile_features(keysluice_options INTERFACE cxx_std_20)
target_compile_options(keysluice_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wunused -Wimplicit-fallthrough
  -Werror=return-type -Werror=switch
  -fstack-protector-strong -fno-strict-overflow)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(keysluice_options INTERFACE -fcf-protection)
endif()
if(KEYSLUICE_WARNINGS_AS_ERRORS)
  target_compile_options(keysluice_options INTERFACE -Werror)
endif()
target_compile_definitions(keysluice_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH QT_USE_QSTRINGBUILDER QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(NOT KEYSLUICE_SANITIZE AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_definitions(keysluice_options INTERFACE _FORTIFY_SOURCE=2)
endif()
target_link_options(keysluice_options INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
if(KEYSLUICE_SANITIZE)
  target_compile_options(keysluice_options INTERFACE -fsanitize=${KEYSLUICE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(keysluice_options INTERFACE -fsanitize=${KEYSLUICE_SANITIZE})
endif()
if(KEYSLUICE_COVERAGE)
  target_compile_options(keysluice_options INTERFACE --coverage)
  target_link_options(keysluice_options INTERFACE --coverage)
endif()
find_program(KEYSLUICE_LLD ld.lld)
if(KEYSLUICE_LLD)
  target_link_options(keysluice_options INTERFACE -fuse-ld=lld)
endif()
