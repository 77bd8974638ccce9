//! What failed on which file, why, and what to do, in one sentence.

use std::{fmt, sync::Arc};

use rustix::io::Errno;

use super::{broken::Broken, draft::shown};

/// An operation on the folder of drafts that failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{operation}“{name}”没有成功：{cause}")]
pub struct Error {
    /// What was to be done.
    pub operation: Operation,
    /// The file (or folder) it was to be done to, as a message may show it.
    pub name: String,
    /// Why it was not done.
    pub cause: Cause,
    /// What stands under the name now, if it was written and only the disk did not confirm that it will last.
    ///
    /// Who saves again must take this as the base, else the own words look like somebody else's.
    pub written: Option<Stamp>,
}

impl Error {
    pub(super) fn new(operation: Operation, name: &str, cause: Cause) -> Self {
        Self { operation, name: shown(name), cause, written: None }
    }

    /// Was the file written by a newer version of the program?
    pub fn is_newer(&self) -> bool {
        matches!(&self.cause, Cause::Broken(broken) if broken.is_newer)
    }
}

/// The content of a file when it was read or written; content, not time, decides what somebody changed.
#[derive(Clone, PartialEq, Eq)]
pub struct Stamp(Arc<[u8]>);

impl Stamp {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stamp({} bytes)", self.0.len())
    }
}

/// Operations on the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Opening the folder.
    Open,
    /// Listing the drafts.
    List,
    /// Reading a draft.
    Read,
    /// Saving a draft that stands in the folder.
    Save,
    /// Putting a new draft into the folder.
    Create,
    /// Giving a draft the name of its new particulars.
    Rename,
    /// Moving a draft into the bin.
    Remove,
    /// Noting a change in the journal.
    Record,
    /// Making sure that nobody else writes the draft.
    Lock,
    /// Writing a file for others to use.
    Write,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "打开文件夹",
            Self::List => "列出文件夹",
            Self::Read => "读取",
            Self::Save => "保存",
            Self::Create => "新建",
            Self::Rename => "改名",
            Self::Remove => "移除",
            Self::Record => "记下改动",
            Self::Lock => "占用",
            Self::Write => "写出",
        })
    }
}

/// Why an operation failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The text is no draft.
    #[error("{0}")]
    Broken(Broken),
    /// The system refused; the number is its errno.
    #[error("{}", said(*.0))]
    System(i32),
    /// A name that cannot be that of a draft; says why and what to do.
    #[error("{0}")]
    Name(String),
    /// Something else stands under the name: a link, a folder, a pipe.
    #[error("{0}，不是普通文件。请移开它再试")]
    NotFile(&'static str),
    /// The path leads to no folder.
    #[error("这里没有文件夹。请检查路径，或先建好文件夹")]
    NoFolder,
    /// Larger than any draft; the size in bytes.
    #[error("文件有 {} MiB，超过 8 MiB，不像是一份报告。请检查是否放错", .0.div_ceil(1 << 20))]
    TooLarge(u64),
    /// A file of the name is already there; it is never written over.
    #[error("同名文件已经存在，没有覆盖。请打开那一份，或先把它移走")]
    Exists,
    /// Somebody changed the file since it was read.
    #[error("文件已被别人改动，没有改名。请先保存（会另存为冲突文件），核对后再改")]
    Changed,
    /// The file is marked as not to be written.
    #[error("文件是只读的，没有改动它。请联系管理员，或另存一份")]
    ReadOnly,
    /// The report holds what a draft cannot hold; says what and what to do.
    #[error("{0}")]
    Unwritable(String),
}

impl Cause {
    /// Is nothing there any more?
    pub(super) fn is_gone(&self) -> bool {
        *self == Self::System(Errno::NOENT.raw_os_error())
    }

    /// Is the folder not there any more in which something was to be written?
    pub(super) fn is_folder_gone(&self) -> bool {
        *self == Self::System(Errno::STALE.raw_os_error())
    }
}

impl From<Errno> for Cause {
    fn from(errno: Errno) -> Self {
        match errno {
            Errno::LOOP => Self::NotFile("是符号链接"),
            Errno::ISDIR => Self::NotFile("是文件夹"),
            Errno::NXIO => Self::NotFile("是管道或设备"),
            Errno::EXIST => Self::Exists,
            errno => Self::System(errno.raw_os_error()),
        }
    }
}

impl From<std::io::Error> for Cause {
    fn from(error: std::io::Error) -> Self {
        Errno::from_io_error(&error).unwrap_or(Errno::IO).into()
    }
}

/// What the system's errno means to people.
fn said(errno: i32) -> String {
    let text = match Errno::from_raw_os_error(errno) {
        Errno::NOENT => "文件不存在，可能已被移走或改名。请回到报告库刷新",
        Errno::ACCESS | Errno::PERM => "没有权限。请联系管理员，或换一个文件夹",
        Errno::NOSPC => "磁盘已满。请腾出空间再试，或换一个文件夹",
        Errno::DQUOT => "磁盘配额已满。请删去不用的文件再试，或联系管理员",
        Errno::ROFS => "磁盘是只读的。请联系管理员，或换一个文件夹",
        Errno::FBIG => "超过系统允许的文件大小。请联系管理员",
        Errno::MFILE | Errno::NFILE => "打开的文件太多。请关掉一些程序再试",
        Errno::STALE | Errno::NODEV => "文件夹不见了（可能被移走，或网络盘断开）。请等它恢复再试，或换一个文件夹",
        Errno::NOTDIR => "路径中有一段不是文件夹。请检查路径",
        Errno::NAMETOOLONG => "文件名太长。请改短",
        Errno::IO => "磁盘读写出错。请换一个文件夹保存，并联系管理员",
        other => return format!("系统报错 {}。请再试一次，仍不行请联系管理员", other.raw_os_error()),
    };
    text.to_owned()
}
