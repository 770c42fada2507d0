// libhdf5 for Swift: its constants are macros over run-time values, which Swift cannot see, and a few functions are
// macros that pick a version.
#ifndef SSM_HDF5_SHIM_H
#define SSM_HDF5_SHIM_H

#include <hdf5.h>
#include <hdf5_hl.h>

static inline unsigned ssm_h5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned ssm_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned ssm_h5_read_write(void) { return H5F_ACC_RDWR; }
static inline hsize_t ssm_h5_unlimited(void) { return H5S_UNLIMITED; }
static inline size_t ssm_h5_variable(void) { return H5T_VARIABLE; }
static inline hid_t ssm_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t ssm_h5_all(void) { return H5S_ALL; }
static inline hid_t ssm_h5_error_stack(void) { return H5E_DEFAULT; }

static inline hid_t ssm_h5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t ssm_h5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t ssm_h5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t ssm_h5_dataset_access(void) { return H5P_DATASET_ACCESS; }
static inline hid_t ssm_h5_link_creation(void) { return H5P_LINK_CREATE; }

static inline hid_t ssm_h5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t ssm_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t ssm_h5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t ssm_h5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t ssm_h5_native_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t ssm_h5_float32_le(void) { return H5T_IEEE_F32LE; }
static inline hid_t ssm_h5_float32_be(void) { return H5T_IEEE_F32BE; }
static inline hid_t ssm_h5_float64_le(void) { return H5T_IEEE_F64LE; }
static inline hid_t ssm_h5_int64_le(void) { return H5T_STD_I64LE; }
static inline hid_t ssm_h5_int64_be(void) { return H5T_STD_I64BE; }
static inline hid_t ssm_h5_int32_le(void) { return H5T_STD_I32LE; }
static inline hid_t ssm_h5_int32_be(void) { return H5T_STD_I32BE; }
static inline hid_t ssm_h5_int8_le(void) { return H5T_STD_I8LE; }
static inline hid_t ssm_h5_c_string(void) { return H5T_C_S1; }

// What `ssm_h5_visit_links` calls for each link of a group, in the order of names.
typedef herr_t (*ssm_h5_link_visitor)(hid_t group, const char *name, const H5L_info_t *link, void *context);

static inline herr_t ssm_h5_visit_links(hid_t group, ssm_h5_link_visitor visitor, void *context) {
    hsize_t index = 0;
    return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &index, visitor, context);
}

static inline herr_t ssm_h5_object_info(hid_t parent, const char *name, H5O_info_t *info) {
#if H5_VERSION_GE(1, 12, 0)
    return H5Oget_info_by_name(parent, name, info, H5O_INFO_BASIC, H5P_DEFAULT);
#elif H5_VERSION_GE(1, 10, 3)
    return H5Oget_info_by_name2(parent, name, info, H5O_INFO_BASIC, H5P_DEFAULT);
#else
#error "libhdf5 1.10.7 or newer is needed"
#endif
}

#endif
