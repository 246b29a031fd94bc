# One target per module. Each module exposes exactly one include root, a link in the build folder that holds only that
# module, so that `#include "vault/…"` compiles only where keysluice_vault is linked: the layers are kept by the build.
# A part of a module that is a target of its own names the folders (or single headers) it exposes: FOLDER takes several.
function(keysluice_module name)
  cmake_parse_arguments(ARG "" "" "FOLDER;SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(NOT ARG_FOLDER)
    set(ARG_FOLDER ${name})
  endif()
  string(REPLACE "/" "_" target "keysluice_${name}")
  set(root "${CMAKE_BINARY_DIR}/include/${target}")
  foreach(exposed IN LISTS ARG_FOLDER)
    get_filename_component(parent "${root}/${exposed}" DIRECTORY)
    file(MAKE_DIRECTORY "${parent}")
    file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${exposed}" "${root}/${exposed}" SYMBOLIC)
  endforeach()
  add_library(${target} STATIC ${ARG_SOURCES})
  target_include_directories(${target} PUBLIC "${root}")
  target_link_libraries(${target} PUBLIC keysluice_options ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()

# A Qt Test executable that ctest runs. `LABELS` select suites (unit, integration, ui, clients).
function(keysluice_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS;ENVIRONMENT" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE keysluice_options Qt6::Test ${ARG_LINK})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${ARG_ENVIRONMENT}")
endfunction()
