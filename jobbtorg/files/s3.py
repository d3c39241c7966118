"""Documents in object storage that speaks S3: a bucket that DOCUMENT_STORAGE names (ADR 29).

To the rest of the program it is a directory like any other: what is missing is FileNotFoundError,
what does not answer is OSError. Each object is sent with its MD5, so that bytes that were lost on
the way are refused by the storage; what they hash to for ever is in the document's row.
"""

import errno
import hashlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

CHUNK = 1024 * 1024
IN_MEMORY = 5 * CHUNK  # what is larger is read to a temporary file
MISSING = ("404", "NoSuchKey", "NotFound")


@deconstructible
class Bucket(Storage):
    """Objects under the same keys as the files would have."""

    def __init__(
        self,
        bucket: str,
        endpoint: str = "",
        region: str = "",
        access_key: str = "",
        secret_key: str = "",
        encryption: str = "",
    ) -> None:
        self.bucket, self.endpoint, self.region = bucket, endpoint, region
        self.access_key, self.secret_key = access_key, secret_key
        self.encryption = encryption  # what the storage is to encrypt with: AES256, aws:kms

    @cached_property
    def client(self) -> Any:
        """Without keys, boto3 looks where it always does: environment, file, the machine's role."""
        patience = Config(
            connect_timeout=2,
            read_timeout=20,
            retries={"total_max_attempts": 2},
            # what speaks S3 without being Amazon's does not always know of their newer checksums
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint or None,
            region_name=self.region or None,
            aws_access_key_id=self.access_key or None,
            aws_secret_access_key=self.secret_key or None,
            config=patience,
        )

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        """The whole object, to be read to and fro: pdf and Word are read from their end."""
        if mode != "rb":
            raise ValueError("An object is read, or written whole.")
        kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        try:
            with _as_oserror(name):
                found = self.client.get_object(Bucket=self.bucket, Key=name)
                for chunk in found["Body"].iter_chunks(CHUNK):
                    kept.write(chunk)
        except BaseException:
            kept.close()
            raise
        kept.seek(0)
        return File(kept, name)

    def _save(self, name: str, content: "File[Any]") -> str:
        """Sent whole; the storage refuses what does not hash to what we say."""
        md5 = hashlib.md5(usedforsecurity=False)
        for chunk in content.chunks(CHUNK):
            md5.update(chunk)
        body: Any = content
        while isinstance(body, File):  # one without a name counts as nothing, and as no body
            body = body.file
        body.seek(0)
        told = {"ServerSideEncryption": self.encryption} if self.encryption else {}
        with _as_oserror(name):
            self.client.put_object(
                Bucket=self.bucket,
                Key=name,
                Body=body,
                ContentMD5=b64encode(md5.digest()).decode(),
                **told,
            )
        return name

    def delete(self, name: str) -> None:
        """That it is gone already is no error."""
        with _as_oserror(name):
            self.client.delete_object(Bucket=self.bucket, Key=name)

    def exists(self, name: str) -> bool:
        """Whether there is such an object."""
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """In bytes."""
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        """When it was written."""
        found: datetime = self._head(name)["LastModified"]
        return found

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and the objects right under the path."""
        prefix = f"{path}/" if path else ""
        folders: list[str] = []
        names: list[str] = []
        with _as_oserror(path):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=prefix, Delimiter="/"):
                folders += [row["Prefix"].strip("/") for row in page.get("CommonPrefixes", ())]
                names += [row["Key"].removeprefix(prefix) for row in page.get("Contents", ())]
        return folders, names

    def keys_before(self, moment: datetime) -> Iterator[str]:
        """Every key that was written before the moment: a thousand in each answer."""
        with _as_oserror(""):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket):
                rows = page.get("Contents", ())
                yield from (row["Key"] for row in rows if row["LastModified"] < moment)

    def _head(self, name: str) -> Any:
        with _as_oserror(name):
            return self.client.head_object(Bucket=self.bucket, Key=name)


@contextmanager
def _as_oserror(name: str) -> Iterator[None]:
    """What the library raises, as a disk would; only what is missing is told from what is away."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in MISSING:
            raise FileNotFoundError(errno.ENOENT, "no such object", name) from error
        raise OSError(errno.EHOSTUNREACH, f"the object storage refuses: {code}") from error
    except BotoCoreError as error:
        told = f"the object storage does not answer: {type(error).__name__}"
        raise OSError(errno.EHOSTUNREACH, told) from error
