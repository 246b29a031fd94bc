#include "gateway/certificate_authority.h"
