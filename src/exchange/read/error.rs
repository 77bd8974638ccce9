//! Why a file could not be read as a report, in one sentence with the way out.

/// Why a file could not be read as a report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The system did not give the file; says why and what to do.
    #[error("{0}")]
    File(String),
    /// Neither the name's ending nor the content is of a kind that can be read.
    #[error("认不出 {name} 是什么文件；能导入的有 {kinds}。请在原程序里另存为其中一种再导入", kinds = super::endings::KINDS)]
    Kind {
        /// Name of the source.
        name: String,
    },
    /// The file is larger than [`super::endings::LARGEST`].
    #[error("文件太大（{bytes} 字节），最多 {} MB；年报文件不会这么大，请确认选对了文件，或去掉其中的图片", super::endings::LARGEST >> 20)]
    Large {
        /// Its size.
        bytes: usize,
    },
    /// The file's reader refused it, as it stands here: damaged, locked, hostile, a kind that it cannot read.
    #[error("{0}")]
    Refused(String),
    /// No text at all.
    #[error("文件是空的，没有可读的文字")]
    Empty,
    /// Far more paragraphs or table rows than a report can have.
    #[error("有 {paragraphs} 段文字、{rows} 行表格，不像一份年报；如果是多份合在一起，请拆开再导入")]
    Long {
        /// Paragraphs.
        paragraphs: usize,
        /// Table rows.
        rows: usize,
    },
    /// Neither title nor heading nor table of a report was recognised.
    #[error("没有认出年报的标题、章节或者统计表；请确认这是政府信息公开工作年度报告")]
    NotAReport,
    /// No year stands anywhere.
    #[error("标题、统计期限、正文和文件名里都没有找到年度；请在文件名里写上年度（如 某局-2020.docx）再导入")]
    NoYear,
    /// The JSON is not of the right shape.
    #[error("第{line}行第{column}列不合交换格式：{message}")]
    Shape {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// The JSON names something that does not exist or stands twice.
    #[error("{what}“{name}”{fault}")]
    Name {
        /// What is named: 版式, 章节, 格.
        what: &'static str,
        /// The name.
        name: String,
        /// What is wrong with it.
        fault: &'static str,
    },
}

impl ReadError {
    /// Refused by a reader, with its words.
    pub(in crate::exchange) fn refused(message: impl Into<String>) -> Self {
        Self::Refused(message.into())
    }
}
